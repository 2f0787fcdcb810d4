/**
 * Characters that show nothing and do something: control characters, and those that turn the direction of what follows or hide a
 * break. A zero-width joiner and non-joiner are not among them: emoji and scripts need them.
 */
const unseen =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with such characters named in it, as `⟨U+202E⟩`, so that what a person reads is what is there. */
export function visibleText(text: string): string {
  return text.replace(
    unseen,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}
