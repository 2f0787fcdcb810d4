import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { NodeJournalStore } from '../../src/adapters/node/journal';
import type { Task } from '../../src/core/plan/plan';
import type { WorkspacePath } from '../../src/core/util/paths';
import { GeneratedWorkspace } from '../fakes/generatedWorkspace';
import { ScriptedModel, type ReplyScript, type ScriptedToolCall } from '../fakes/scriptedModel';
import { carryOut, makeEngine } from './engineBed';
import type { Figure } from './figure';
import { taskAfter } from './job';
import { acceptance, isLeads, startingText, taskOf } from './team';

const tasks = 200;
const filesPerTask = 10;
const touchedFiles = tasks * filesPerTask;
const allFiles = 20_000;
const workers = 16;
const bytesPerKb = 1000;

/** What a run of many files keeps on the heap until it is applied; the journal is on disk, as in life. */
export async function memory(): Promise<readonly Figure[]> {
  // The first run compiles what the later ones find compiled.
  await heldByRun(touchedFiles);
  return [
    {
      name: 'memory-2000-of-20000-files-kb',
      what: 'heap of a run that changed 2,000 of 20,000 files and waits in review',
      value: (await heldByRun(allFiles)) / bytesPerKb,
      unit: 'kB',
    },
    {
      name: 'memory-2000-of-2000-files-kb',
      what: '  beside it: the same run where there are no other files',
      value: (await heldByRun(touchedFiles)) / bytesPerKb,
      unit: 'kB',
    },
    {
      name: 'memory-touched-text-kb',
      what: '  beside it: the texts of the 2,000 files, before and after',
      value: (2 * touchedFiles * textOf(fileAt(0)).length) / bytesPerKb,
      unit: 'kB',
    },
  ];
}

/** Bytes of heap that one run keeps in a workspace of so many files. */
async function heldByRun(count: number): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lead-worker-memory-'));
  try {
    const paths = Array.from({ length: count }, (_, index) => fileAt(index));
    const workspace = new GeneratedWorkspace(paths, textOf);
    const model = new ScriptedModel(replies);
    const before = heapBytes();
    const journals = new NodeJournalStore(folder);
    const run = await makeEngine({ tasks: tasksOf(), model, maxWorkers: workers, workspace, journals });
    await carryOut(run);
    // What the model was sent is the fake's to remember, not the run's.
    model.requests.length = 0;
    const held = heapBytes() - before;
    const { size } = run.state.proposal;
    if (size !== touchedFiles) throw new Error(`${size} files are proposed, not ${touchedFiles}.`);
    return held;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function fileAt(index: number): WorkspacePath {
  return `src/T${Math.floor(index / filesPerTask) + 1}/f${index % filesPerTask}.ts` as WorkspacePath;
}

/** Each with a text of its own, so that no two share one. */
function textOf(file: WorkspacePath): string {
  return Buffer.from(`// ${file}\n${startingText()}`).toString();
}

function tasksOf(): readonly Task[] {
  return Array.from({ length: tasks }, (_, index) => {
    const id = `T${index + 1}`;
    return { ...taskAfter(id), writeScope: [`src/${id}/**`] };
  });
}

/** A worker reads its ten files, changes them and finishes; the lead accepts. */
const replies: ReplyScript = (request) => {
  if (isLeads(request)) return { text: acceptance };
  const id = taskOf(request);
  const own = Array.from({ length: filesPerTask }, (_, index) => `src/${id}/f${index}.ts`);
  switch (request.items.filter(({ type }) => type === 'tool-result').length) {
    case 0:
      return { calls: own.map((file) => call('read', { path: file, fromLine: null, toLine: null })) };
    case filesPerTask: {
      const edits = [{ search: 'export const first = 0;', replace: 'export const first = 1;' }];
      return { calls: own.map((file) => call('edit', { path: file, edits })) };
    }
    default:
      return { calls: [call('finish', { summary: `All ten files of ${id} are changed.` })] };
  }
};

function call(name: string, args: ScriptedToolCall['arguments']): ScriptedToolCall {
  return { name, arguments: args };
}

/** The live heap: what is garbage is collected first, which takes a flag that can be set while the program runs. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
