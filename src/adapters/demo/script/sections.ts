/** The text of the first `<data>` section of a kind; nothing when there is none. */
export function dataSection(message: string, kind: string): string | undefined {
  const section = new RegExp(`<data kind="${kind}">\\n([\\s\\S]*?)\\n</data>`);
  return section.exec(message)?.[1]?.replaceAll('<\\/data>', '</data>');
}

/** Text with its white space evened out, to compare what people typed. */
export function evenSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
