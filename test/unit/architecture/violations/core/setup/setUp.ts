export const setUp = 'setup';
