import { view } from '../staging/read/view';
export const table = view;
