import { ok, type Result } from '../../../util/result';
import { firstLine, formatAt, holdsEdits, unmistakableMark } from './editMarks';
import { endsHeredoc, heredocTag } from './envelope';
import { closesFence, isDiffFence, readFence, type Fence } from './fences';
import { hiddenEdit, onlyBlock, type LooseBlock } from './looseBlocks';
import type { EditFormat, EditOperation, EditSyntaxFailure, ParsedEdits } from './operation';
import { readBlock, sectionOf, type NamedBlock } from './searchReplaceBlocks';
import { readMarker } from './searchReplaceMarkers';
import { failAt, type EditSection } from './syntaxFailure';
import { readDiff } from './unifiedDiff';
import { readPatch } from './v4aPatch';
import { fileOfFence, isPatchFile, mayShowEdits, readFencedText } from './wholeFiles';

type Step = Result<void, EditSyntaxFailure>;

/** Walks over a text, from one edit to the next. Each step goes on by a line at least. */
export class EditReader {
  private at = 0;
  /** Behind the last thing read: a name above it is for what came before. */
  private floor = 0;
  /** Fences around edits. */
  private readonly open: Fence[] = [];
  private heredoc: string | undefined;
  private format: EditFormat | undefined;
  private readonly operations: EditOperation[] = [];
  private readonly blocks: NamedBlock[] = [];
  private readonly anonymous: LooseBlock[] = [];
  private lastFile: Fence | undefined;
  /** A fence was not closed: those behind it may be the wrong way round. */
  private isUnclosed = false;

  constructor(
    private readonly lines: readonly string[],
    private readonly path: string | undefined,
  ) {}

  /** Reads everything; once. */
  read(): Result<ParsedEdits, EditSyntaxFailure> {
    while (this.at < this.lines.length) {
      const step = this.step(this.lines[this.at] ?? '');
      if (!step.ok) return step;
    }
    if (this.format === undefined) return onlyBlock(this.anonymous, this.path);
    const hidden = this.anonymous.find(({ mark }) => mark !== undefined)?.mark;
    if (hidden !== undefined) return failAt(hidden, 'malformed', hiddenEdit);
    if (this.format === 'unified-diff' && this.open.length > 0)
      return failAt(this.lines.length - 1, 'truncated', 'the fence around this diff is not closed: it may be cut off.');
    const operations = this.format === 'search-replace' ? sectionOf(this.blocks).operations : this.operations;
    return ok({ format: this.format, operations });
  }

  private step(line: string): Step {
    if (this.endsSurroundings(line)) {
      if (this.heredoc !== undefined && endsHeredoc(line, this.heredoc)) this.heredoc = undefined;
      else this.open.pop();
      return this.skip();
    }
    const format = formatAt(this.lines, this.at);
    if (format) return this.readEdits(format);
    const fence = readFence(line);
    if (fence) return this.readFence(fence);
    if (readMarker(line)?.type === 'replace')
      return failAt(
        this.at,
        'malformed',
        'a block ends here that did not begin, or that ended above. Where this marker is text of the file, write a back-slash before it.',
      );
    this.heredoc = heredocTag(line) ?? this.heredoc;
    return this.skip();
  }

  private skip(): Step {
    this.at++;
    return ok(undefined);
  }

  private readonly endsSurroundings = (line: string): boolean => {
    const fence = this.open.at(-1);
    return (
      (this.heredoc !== undefined && endsHeredoc(line, this.heredoc)) ||
      (fence !== undefined && closesFence(line, fence))
    );
  };

  private readEdits(format: EditFormat): Step {
    if (format === 'search-replace') return this.readBlock();
    const path = fileOfFence(this.lines, this.at, this.floor) ?? this.operations.at(-1)?.path ?? this.path;
    const surroundings = { ends: this.endsSurroundings, ...(path === undefined ? {} : { path }) };
    return this.take(
      format === 'patch'
        ? readPatch(this.lines, this.at, this.endsSurroundings)
        : readDiff(this.lines, this.at, surroundings),
    );
  }

  private take(section: Result<EditSection, EditSyntaxFailure>): Step {
    if (!section.ok) return section;
    const { format, operations, next } = section.value;
    const same = this.isOnly(format);
    if (!same.ok) return same;
    for (const operation of operations) this.operations.push(operation);
    this.goOn(next);
    return ok(undefined);
  }

  private readBlock(): Step {
    const previous = this.blocks.at(-1)?.path;
    const block = readBlock(this.lines, this.at, {
      floor: this.floor,
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(previous === undefined ? {} : { previous }),
    });
    if (!block.ok) return block;
    const same = this.isOnly('search-replace');
    if (!same.ok) return same;
    this.blocks.push(block.value);
    this.goOn(block.value.next);
    return ok(undefined);
  }

  private isOnly(format: EditFormat): Step {
    this.format ??= format;
    if (this.format === format) return ok(undefined);
    return failAt(
      this.at,
      'malformed',
      `edits of two formats stand in this text (${this.format} before, ${format} here). Use one for all.`,
    );
  }

  private goOn(next: number): void {
    this.at = Math.max(next, this.at + 1);
    this.floor = this.at;
  }

  /** A block of code holds edits, is a file, or is part of the words around. */
  private readFence(fence: Fence): Step {
    const path = fileOfFence(this.lines, this.at, this.floor);
    if ((path === undefined || !isPatchFile(path)) && holdsEdits(this.lines, this.at, fence)) {
      this.open.push(fence);
      if (!isDiffFence(fence) || formatAt(this.lines, firstLine(this.lines, this.at + 1)) !== undefined)
        return this.skip();
      // Only its fence says that this is a diff: there are neither headers nor hunks.
      this.at++;
      return this.readEdits('unified-diff');
    }
    return this.readFile(fence, path);
  }

  private readFile(fence: Fence, path: string | undefined): Step {
    if (path === undefined && this.lastFile && closesFence(this.lines[this.at] ?? '', this.lastFile))
      return failAt(
        this.at,
        'malformed',
        'it is unclear where the file above ends: it seems to have fences itself. Put a longer fence around it.',
      );
    if (path === undefined && this.isUnclosed) return this.skip();
    const read = readFencedText(this.lines, this.at, fence);
    if (!read.ok) {
      // Behind edits it is the end of a fence whose beginning was forgotten.
      this.isUnclosed = true;
      return path === undefined && this.format !== undefined ? this.skip() : read;
    }
    const { text, next } = read.value;
    const mark = unmistakableMark(this.lines, this.at + 1, next - 1);
    if (path === undefined) {
      // Two forgotten fences are no block: what stands between them was meant.
      if (mark !== undefined && this.format !== undefined) {
        this.isUnclosed = true;
        return this.skip();
      }
      this.anonymous.push({ at: this.at, text, fence, mark });
      this.at = next;
      return ok(undefined);
    }
    if (mark !== undefined && !mayShowEdits(path, fence)) return failAt(mark, 'malformed', hiddenEdit);
    this.lastFile = fence;
    return this.take(ok({ format: 'whole-file', operations: [{ type: 'write', path, text }], next }));
  }
}
