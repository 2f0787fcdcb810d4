import { expect, it } from 'vitest';
import { visibleText } from '../../../src/core/util/visibleText';

it('names characters that hide themselves or turn what follows', () => {
  expect(visibleText('a\u202Eb\u2066c\u200Bd\u0007e\u001B[31mf\u2028g\uFEFF')).toBe(
    'a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+0007⟩e⟨U+001B⟩[31mf⟨U+2028⟩g⟨U+FEFF⟩',
  );
});

it('leaves every other text as it is', () => {
  const text = 'Zeile\tzwei\r\nשלום, 你好, 👩‍💻 e\u0301';
  expect(visibleText(text)).toBe(text);
});
