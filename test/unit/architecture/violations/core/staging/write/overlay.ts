export const overlay = 1;
