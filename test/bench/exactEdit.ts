import { describeRefusal } from '../../src/core/staging/write/operationFailure';
import { Overlay } from '../../src/core/staging/write/overlay';
import { WorkspaceView } from '../../src/core/staging/read/overlayView';
import type { WorkspacePath } from '../../src/core/util/paths';
import { MemoryWorkspace } from '../fakes/memoryWorkspace';
import type { Figure } from './figure';
import { medianMs } from './measure';
import { linesOf } from './texts';

const path = 'src/long.ts' as WorkspacePath;
const lines = 10_000;

/** One exact edit, as a worker makes it, in the middle of a long file; what the worker had to read before is not counted. */
export async function exactEdit(): Promise<readonly Figure[]> {
  return [
    {
      name: 'edit-10000-lines-ms',
      what: 'one exact edit in a file of 10,000 lines',
      value: await editMs('\n'),
      unit: 'ms',
      aim: { atMost: 10 },
    },
    {
      name: 'edit-10000-lines-crlf-ms',
      what: '- in one with Windows line ends',
      value: await editMs('\r\n'),
      unit: 'ms',
      aim: { atMost: 10 },
    },
  ];
}

async function editMs(endOfLine: string): Promise<number> {
  const workspace = new MemoryWorkspace({ [path]: linesOf(lines).join(endOfLine) });
  const search = linesOf(lines).slice(lines / 2, lines / 2 + 3);
  const block = { search: search.join('\n'), replace: ['// New.', ...search].join('\n') };
  const { signal } = new AbortController();
  return medianMs(
    { runs: 50, warmups: 20 },
    {
      prepare: () => new Overlay(new WorkspaceView(workspace, new Map())),
      run: async (overlay) => {
        const edited = await overlay.apply([{ type: 'replace', unit: 'characters', path, blocks: [block] }], signal);
        if (!edited.ok) throw new Error(describeRefusal(edited.error));
      },
    },
  );
}
