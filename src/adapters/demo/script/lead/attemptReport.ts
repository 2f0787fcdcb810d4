import { dataSection } from '../sections';

/** One verdict as the lead is told of it. */
export interface ReportedVerdict {
  readonly gate: string;
  readonly required: boolean;
  readonly outcome: string;
  readonly output: string | undefined;
}

/** A line of a numbered diff that stands in the new text. */
export interface DiffLine {
  readonly path: string;
  readonly number: number;
  readonly text: string;
}

/** What the lead was told of an attempt. */
export interface AttemptReport {
  readonly title: string;
  readonly feedback: string | null;
  readonly verdicts: readonly ReportedVerdict[];
  readonly lines: readonly DiffLine[];
  readonly wasRefused: boolean;
}

const verdictPattern =
  /^- (\S+) \((required|optional)\): ([\w-]+)(?:, exit code \d+)?(?:\n<data kind="output">\n([\s\S]*?)\n<\/data>)?/gm;

/** Reads the message that asks the lead for an assessment. */
export function readAttemptReport(message: string): AttemptReport {
  const [head = '', ...rest] = message.split('\n\nThe change:\n');
  const verdicts = head.slice(head.lastIndexOf('\n\nVerdicts:\n'));
  return {
    title: /^Task \S+: (.+)\. Attempt \d+;/.exec(message)?.[1] ?? '',
    feedback: dataSection(head, 'feedback') ?? null,
    verdicts: [...verdicts.matchAll(verdictPattern)].map(([, gate = '', need, outcome = '', output]) => ({
      gate,
      required: need === 'required',
      outcome,
      output,
    })),
    lines: diffLines(dataSection(rest.join('\n\nThe change:\n'), 'diff') ?? ''),
    wasRefused: /^Your decision "\w+" was refused: /m.test(rest.join('')),
  };
}

/** Added and unchanged lines with their numbers; removed ones have none. */
function diffLines(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let path = '';
  for (const line of diff.split('\n')) {
    const [, number, text = ''] = /^ *(\d+) [ +] ?(.*)$/.exec(line) ?? [];
    if (number !== undefined) lines.push({ path, number: Number(number), text });
    else if (/^\S/.test(line)) path = line.replace(/ \(.*\)$/, '');
  }
  return lines;
}
