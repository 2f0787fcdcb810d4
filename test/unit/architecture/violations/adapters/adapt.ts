import type { show } from '../ui/show';
export const adapt: typeof show | undefined = undefined;
