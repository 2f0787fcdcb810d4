import fc from 'fast-check';

/** Pieces of paths that mean something on one platform or another. */
const piece = fc.oneof(
  fc.constantFrom('/', '\\', '/', '\\', '.', '..', '...', '~', ':', ' ', '?', '*', '%2e', '%2F', '\0', '\n', '\uD800'),
  fc.constantFrom('C:', 'c:', 'file:', 'file://', '//?/', '\\\\.\\', '$DATA', 'localhost', 'ws', 'WS', 'src', 'a.ts'),
  fc.constantFrom('CON', 'aux', 'nul.txt', 'COM1', 'é', 'e\u0301', 'É', 'ß', 'ẞ', 'ς', 'Σ', 'İ', 'ı', 'K'),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);

/** Texts that look like paths, and some that do not. */
export const anyPathText: fc.Arbitrary<string> = fc.oneof(
  fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
