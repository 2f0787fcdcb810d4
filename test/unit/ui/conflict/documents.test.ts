import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readConflictTarget } from '../../../../src/ui/conflict/conflictTarget';
import { conflictUri, readConflictUri } from '../../../../src/ui/conflict/uris';
import { readReviewUri } from '../../../../src/ui/review/uris';
import { at, id } from '../plan/states';

const path = at('src/ä b/100%/x.ts');

describe('documents of a conflict', () => {
  it('have one path on both sides, which keeps the extension, and are no documents of the review', () => {
    const about = { runId: 'r-1', taskId: id('T2'), path };
    const [first, yours] = (['first', 'yours'] as const).map((side) => conflictUri({ side, ...about }));
    expect(first).toEqual({ scheme: 'lead-worker-first', authority: 'r-1', path: `/Conflict/T2/${path}` });
    expect(yours).toEqual({ ...first, scheme: 'lead-worker-conflict' });
    expect(yours && readReviewUri(yours)).toBeUndefined();
  });

  it('are read back as they were made, whatever run and task are called', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
        fc.constantFrom('first', 'yours'),
        (runId, task, side) => {
          const document = { side, runId, taskId: id(task), path } as const;
          expect(readConflictUri(conflictUri(document))).toEqual(document);
        },
      ),
    );
  });

  it.each([
    { scheme: 'file', path: '/Conflict/T2/a.ts' },
    { scheme: 'lead-worker-conflict', path: '/Proposed/T2/a.ts' },
    { scheme: 'lead-worker-conflict', path: '/Conflict/T2' },
    { scheme: 'lead-worker-conflict', path: '/Conflict/%/a.ts' },
    { scheme: 'lead-worker-conflict', path: '/Conflict/T2/../a.ts' },
  ])('are not found in $scheme:$path', (parts) => {
    expect(readConflictUri({ authority: 'r', ...parts })).toBeUndefined();
  });
});

describe('what a command on a conflict is about', () => {
  it('is read off rows, documents and nothing else', () => {
    const row = { type: 'dispute', runId: 'R1', taskId: 'T2', path };
    expect(readConflictTarget(row)).toEqual({ runId: 'R1', taskId: 'T2', path });
    expect(readConflictTarget({ runId: 'R1', taskId: 'T2' })).toEqual({ runId: 'R1', taskId: 'T2' });
    const uri = conflictUri({ side: 'yours', runId: 'R1', taskId: id('T2'), path });
    expect(readConflictTarget(uri)).toMatchObject({ runId: 'R1', taskId: 'T2', path });
    for (const other of [undefined, 'T2', { runId: 'R1' }, { ...uri, scheme: 'file' }])
      expect(readConflictTarget(other)).toBeUndefined();
  });
});
