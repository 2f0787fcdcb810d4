import { describe, expect, it } from 'vitest';

import type { Finding, FindingState } from '../../../../src/core/review/finding';
import { markFindings, markSentBack, marksBySource } from '../../../../src/ui/findings/findingMarks';
import { at, task } from '../review/fakeRun';

function found(part: Partial<Finding>, choice: FindingState['choice'] = 'open'): FindingState {
  const finding: Finding = {
    id: 'F1',
    source: 'lead',
    taskId: task('T1'),
    attempt: 1,
    path: at('a.ts'),
    line: 2,
    quote: 'return b;',
    severity: 'error',
    message: 'Returns b.',
    criterion: 'C2',
    ...part,
  };
  return { finding, choice };
}

describe('findings on the present text', () => {
  it('stand under the words of their line', () => {
    expect(markFindings([found({})], () => 'function a() {\r\n  return b;  \r\n}')).toEqual([
      {
        findingId: 'F1',
        path: 'a.ts',
        line: 1,
        startColumn: 2,
        endColumn: 11,
        severity: 'error',
        message: 'Returns b.',
        source: 'Lead/Worker (lead)',
        code: 'T1 C2',
      },
    ]);
  });

  it('follow their line, and are gone with it, with the file and with a choice', () => {
    const lines = (states: readonly FindingState[], text: string | null): number[] =>
      markFindings(states, () => text).map(({ line }) => line);
    expect(lines([found({})], 'x\ny\nz\nreturn b;\n')).toEqual([3]);
    expect(lines([found({})], 'x\nreturn c;\n')).toEqual([]);
    expect(lines([found({})], null)).toEqual([]);
    expect(lines([found({}, 'dismissed'), found({}, 'sent-back'), found({}, 'dropped')], 'x\nreturn b;\n')).toEqual([]);
  });

  it('say that they were sent back, where they stand, while they are', () => {
    const sentBack = found({}, 'sent-back');
    const text = 'x\ny\nreturn b;\n';
    expect(markFindings([sentBack], () => text)).toEqual([]);
    expect(markSentBack([sentBack], () => text)).toMatchObject([
      { findingId: 'F1', line: 2, severity: 'information', message: 'Sent back: Returns b.' },
    ]);
    expect(markSentBack([sentBack], () => 'return c;')).toEqual([]);
  });

  it('are kept apart by source', () => {
    const marks = markFindings(
      [found({}), found({ id: 'F2', source: 'gate:test', criterion: null })],
      () => 'return b;',
    );
    const bySource = marksBySource(marks);
    expect([...bySource.keys()]).toEqual(['Lead/Worker (lead)', 'Lead/Worker (gate test)']);
    expect(bySource.get('Lead/Worker (gate test)')?.map(({ code }) => code)).toEqual(['T1']);
  });
});
