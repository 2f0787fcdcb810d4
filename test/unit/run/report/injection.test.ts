import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../../src/core/run/report/reportMarkdown';
import type { RunReport } from '../../../../src/core/run/report/schema';
import { codeBlock, inlineCode, plainLine, plainMarkdown, quoteBlock } from '../../../../src/core/util/markdown';
import { visibleText } from '../../../../src/core/util/visibleText';
import { entriesOf, eventfulRun, reportFrom, times } from './toldRun';

/** As the editor's preview has it, with everything on that could make more of a text than it is. */
const preview = new MarkdownIt({ html: true, linkify: true });
preview.linkify.set({ fuzzyLink: false });

/** Tags in order: what a document is made of, whatever its texts say. */
function structureOf(markdown: string): readonly string[] {
  return [...preview.render(markdown).matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([tag]) => tag);
}

/** Fields whose texts come from models, files, commands and people. */
const untrusted: ReadonlySet<string> = new Set(
  'goal summary title text message reason feedback path movedFrom files writeScope gate command output configured answered lead worker name model purpose id task profile folders dependsOn warnings issues models source criterion leftAsTheyAre changedBySaving tasks'.split(
    ' ',
  ),
);

/** The report with such a text in each of these fields. */
function withText(report: RunReport, text: string): RunReport {
  const replaced = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return untrusted.has(name) && value !== '' ? `${value}${text}` : value;
    if (Array.isArray(value)) return value.map((each) => replaced(each, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, key)]));
  };
  return replaced(report, '') as RunReport;
}

const attacks = [
  '[click](command:workbench.action.terminal.new)',
  '![x](https://spy.example/a.png)',
  '<img src="https://spy.example/a.png">',
  '<script>alert(1)</script>',
  '<!-- ',
  'https://spy.example/a //spy.example www.spy.example me@spy.example mailto:me@spy.example',
  '<https://spy.example>',
  '[a]: https://spy.example\n[a]',
  '# heading',
  '\n\n# heading\n\n',
  '\n===\n',
  '\n---\n',
  '| a | b |\n| - | - |',
  ' | cell | cell',
  '``` ```` ~~~',
  '\n```\n[x](https://spy.example)\n```\n',
  '`code` **bold** _em_ ~~gone~~ ==mark== ^up^ $math$',
  '\\',
  '\\\\[x](https://spy.example)',
  '&lt;b&gt; &#91;x&#93;(https://spy.example)',
  '\n> quoted\n1. one\n- two\n+ three\n* four',
  '\n    indented',
  '\r\n\r\n<b>bold</b>',
  '\u2028# heading',
  '[^1] :smile: @someone #123',
];

describe('what others wrote, in a report', () => {
  let report: RunReport;
  beforeAll(async () => {
    report = reportFrom(await entriesOf(await eventfulRun()));
  });

  it.each(attacks)('is text and nothing else: %j', (attack) => {
    const html = preview.render(reportMarkdown(withText(report, attack), times));
    expect(html).not.toMatch(/<(a|img|script|b|del|iframe|mark|sup|s)[\s>]/);
    const plain = preview.render(reportMarkdown(withText(report, 'x'), times));
    const countOf = (text: string, tag: RegExp): number => text.match(tag)?.length ?? 0;
    for (const tag of [/<h[1-6]/g, /<t[dh]/g, /<pre/g, /<hr/g, /<table/g, /<li/g])
      expect(countOf(html, tag), String(tag)).toBe(countOf(plain, tag));
  });

  it('does not change what the document is made of, in whichever combination', () => {
    const expected = structureOf(reportMarkdown(withText(report, 'x'), times));
    const hostile = fc
      .array(fc.constantFrom(...attacks, ...'\\`*_{}[]()#+-.!|<>~&$@=^:/ '.split('')), { maxLength: 6 })
      .map((parts) => parts.join('').replaceAll(/\s+/g, ' '));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(structureOf(reportMarkdown(withText(report, `x${text}x`), times))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is seen when it gets through: the check finds a text that is not escaped', () => {
    expect(structureOf('x [click](https://spy.example)')).toContain('<a');
    expect(structureOf('x https://spy.example')).toContain('<a');
    expect(structureOf('x <b>y</b>')).toContain('<b');
  });
});

describe('a piece of text in Markdown', () => {
  const text = fc.array(fc.constantFrom(...attacks, 'word', ' '), { maxLength: 5 }).map((parts) => parts.join(''));

  it('makes nothing, as a paragraph, a line, a quotation, code or a block', () => {
    fc.assert(
      fc.property(text, (each) => {
        const line = each.replaceAll(/\s+/g, ' ').trim();
        for (const made of [
          plainMarkdown(`x${each}`),
          plainLine(each),
          quoteBlock(each),
          `x ${inlineCode(line)}`,
          codeBlock(each),
        ])
          expect(preview.render(made)).not.toMatch(/<(a|img|script|b|h[1-6]|table|ul|ol|hr)[\s>]/);
      }),
    );
  });

  it('reads as it was written, whatever is in it', () => {
    const read = (html: string): string =>
      html
        .replaceAll(/<\/?(p|code)>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .trim();
    fc.assert(
      fc.property(text, (each) => {
        const line = visibleText(each).replaceAll(/\s+/g, ' ').trim();
        expect(read(preview.render(plainLine(each)))).toBe(line);
        expect(read(preview.render(`x ${inlineCode(line)}`))).toBe(`x ${line}`.trim());
      }),
    );
  });

  it('leaves prose alone', () => {
    const prose = 'Uses gpt-4.1 (fast), see src/a-b.ts: 1 + 1 = 2, "so" it is; 100% of C# & more.';
    expect(preview.render(plainLine(prose))).toBe(
      `<p>${prose.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</p>\n`,
    );
    expect(plainLine('gpt-4.1 wrote src/a-b.ts (twice).')).toBe('gpt-4.1 wrote src/a-b.ts (twice).');
  });
});
