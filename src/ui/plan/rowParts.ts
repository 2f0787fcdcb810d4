/** A row's description, of the parts that say something: `src · 2 open`. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** The same as a screen reader says it. */
export function joinedWords(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

/** Words that menus match. */
export function joinedContext(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}
