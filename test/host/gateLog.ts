import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One run of a logging gate. */
export interface GateRun {
  readonly cwd: string;
  /** The file it was told to look at, as it found it. */
  readonly text: string | null;
}

/** A gate that writes down where it ran and what it found, outside of every workspace. */
export class GateLog {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'lead-worker-gate-'));
  private readonly file = path.join(this.folder, 'runs.jsonl');

  /** The gate as a setting. It looks at `file` in its folder, then carries out `then`. */
  gate({ id = 'check', file, then = '' }: { readonly id?: string; readonly file: string; readonly then?: string }): {
    readonly id: string;
    readonly command: string;
    readonly args: readonly string[];
  } {
    const code = [
      `const fs = require('node:fs');`,
      `const text = fs.existsSync(${JSON.stringify(file)}) ? fs.readFileSync(${JSON.stringify(file)}, 'utf8') : null;`,
      `fs.appendFileSync(${JSON.stringify(this.file)}, JSON.stringify({ cwd: process.cwd(), text }) + '\\n');`,
      then,
    ];
    return { id, command: 'node', args: ['-e', code.join(' ')] };
  }

  /** What ran so far. */
  get runs(): readonly GateRun[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as GateRun);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
