/** A line that says what a V4A patch does with a file, or where it begins and ends. */
export interface PatchMarker {
  readonly type: 'begin' | 'end' | 'add' | 'update' | 'delete' | 'move' | 'end-of-file' | 'unknown';
  /** The path it names. */
  readonly path: string;
}

const forms: readonly (readonly [PatchMarker['type'], RegExp])[] = [
  ['begin', /^\*\*\* Begin Patch$/],
  ['end', /^\*\*\* End Patch['"`]?$/],
  ['add', /^\*\*\* (?:Add|Create) File:(.*)$/],
  ['update', /^\*\*\* Update File:(.*)$/],
  ['delete', /^\*\*\* Delete File:(.*)$/],
  ['move', /^\*\*\* Move to:(.*)$/i],
  ['end-of-file', /^\*\*\* End of File$/i],
  ['unknown', /^\*\*\* [A-Z]\w+(?: [A-Z]\w+)? (?:File|to|Patch):/],
];

/** Reads a line as a marker of a V4A patch; white space behind it is none of it. */
export function readPatchMarker(line: string): PatchMarker | undefined {
  if (!line.startsWith('***')) return undefined;
  const text = line.trimEnd();
  for (const [type, form] of forms) {
    const found = form.exec(text);
    if (found) return { type, path: plainPath(found[1] ?? '') };
  }
  return undefined;
}

function plainPath(text: string): string {
  const path = text.trim();
  return /^(["'`])(.+)\1$/.exec(path)?.[2] ?? path;
}
