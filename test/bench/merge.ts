import { mergeAccepted } from '../../src/core/run/merging';
import type { FileChange } from '../../src/core/staging/read/changeSet';
import type { Proposal } from '../../src/core/staging/read/proposal';
import type { WorkspacePath } from '../../src/core/util/paths';
import type { Figure } from './figure';
import { medianMs } from './measure';
import { byTask, linesOf, textWith } from './texts';

const changeSets = 200;
const sharedLines = 2000;

/** Two hundred workers that all started from the same text, each with a line of the shared file and four files of its own. */
export async function merge(): Promise<readonly Figure[]> {
  const all = Array.from({ length: changeSets }, (_, index) => changesOf(index));
  return [
    {
      name: 'merge-200-change-sets-ms',
      what: '200 parallel change sets merged, each with 4 files of its own and a line of one shared file of 2,000',
      value: await medianMs({ runs: 5, warmups: 1 }, { prepare: () => all, run: mergeAll }),
      unit: 'ms',
    },
  ];
}

function mergeAll(all: readonly (readonly FileChange[])[]): void {
  let proposal: Proposal = new Map();
  for (const [index, changes] of all.entries()) {
    const accepted = { author: byTask(`T${index}`), changes, laid: new Set<WorkspacePath>() };
    const merged = mergeAccepted({ proposal, choices: new Map() }, accepted);
    if (!merged.ok) throw new Error(`Change set ${index} conflicts.`);
    proposal = new Map([...proposal, ...merged.value.files.map((file) => [file.path, file] as const)]);
  }
  const shared = proposal.get('src/shared.ts' as WorkspacePath)?.text ?? '';
  const found = shared.split('// Changed').length - 1;
  if (found !== changeSets) throw new Error(`${found} changes of the shared file were merged, not ${changeSets}.`);
}

function changesOf(index: number): readonly FileChange[] {
  const lines = linesOf(sharedLines);
  const every = sharedLines / changeSets;
  const own = linesOf(200);
  return [
    ...Array.from({ length: 4 }, (_, file) => ({
      path: `src/t${index}/f${file}.ts` as WorkspacePath,
      before: textWith(own, () => false),
      after: textWith(own, (line) => line % 40 === 0),
    })),
    {
      path: 'src/shared.ts' as WorkspacePath,
      before: textWith(lines, () => false),
      after: textWith(lines, (line) => line === index * every),
    },
  ];
}
