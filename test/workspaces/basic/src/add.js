// A small file to open, read and change.
export function add(left, right) {
  return left + right;
}
