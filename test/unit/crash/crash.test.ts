import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { RunState } from '../../../src/core/run/state';
import { bench, reopened, type Bench } from '../run/harness';
import { filesFolder, journalFolder } from './folders';
import type { Killing } from './killing';
import { OutlastingWorkspace } from './outlastingWorkspace';
import { carryThrough } from './scenario';
import { scenarioOf, scenarios, type ScenarioName } from './scenarios';

const root = join(import.meta.dirname, '../../..');
const types = Object.keys(scenarioOf) as RunEvent['type'][];
const killings: readonly Killing[] = [
  ...types.flatMap((type): Killing[] => [
    { type, moment: 'torn' },
    { type, moment: 'written' },
  ]),
  { type: 'apply-started', moment: 'half-way' },
  { type: 'undo-started', moment: 'half-way' },
];

/** What is recorded after files were written. */
const endsOfWriting: readonly RunEvent['type'][] = ['applied', 'apply-undone'];

let folder = '';
let program = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lead-worker-crash-'));
  program = join(folder, 'window.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'window.ts')],
    outfile: program,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a run came to, for whoever looks at it afterwards. */
function outcome({ run, workspace }: Bench): object {
  const { phase, tasks, choices, findings, waivers, questions } = run.state;
  return {
    phase,
    tasks: [...tasks.values()].map(({ task, status }) => `${task.id} ${status}`),
    choices: [...choices.values()].sort(),
    findings: findings.map(({ choice }) => choice),
    waivers: [...waivers.keys()],
    questions,
    files: [...workspace.files].sort(),
    proposed: [...run.state.proposal.values()].map(({ path, text }) => [path, text]),
  };
}

/** The scenario as it goes when no window dies. */
async function undisturbed(name: ScenarioName): Promise<{ readonly b: Bench; readonly events: readonly RunEvent[] }> {
  const events = (): readonly RunEvent[] =>
    [...b.journal.lines.values()].flat().map((line) => JSON.parse(line) as RunEvent);
  const scenario = scenarios[name]((type) => events().some((event) => event.type === type));
  const b = await bench(scenario.sketch);
  const end = await carryThrough(b, scenario);
  return { b: end, events: events() };
}

/** Carries a scenario out in a process that is killed; answers the folder it leaves, and what it said that its journal has. */
async function killed(
  name: ScenarioName,
  { type, moment }: Killing,
): Promise<{ readonly left: string; readonly said: readonly string[] }> {
  const left = await mkdtemp(join(folder, 'window-'));
  mkdirSync(filesFolder(left));
  const start = new OutlastingWorkspace(filesFolder(left));
  const { files = {} } = scenarios[name](() => false).sketch;
  for (const [path, content] of Object.entries(files)) start.type(path, content);
  const child = spawn(process.execPath, [program, name, type, moment, left], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)));
  const [said, complaint, signal] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect([signal, complaint]).toEqual(['SIGKILL', '']);
  return { left, said: said.split('\n').filter(Boolean) };
}

async function entriesOf(journals: NodeJournalStore, runId: string): Promise<readonly RunEvent[]> {
  const contents = await journals.read(runId);
  if (!contents.ok) throw new Error(contents.error.message);
  return contents.value.entries as readonly RunEvent[];
}

function foldOf(entries: readonly RunEvent[]): RunState {
  const state = replay(entries);
  if (!state) throw new Error('The journal is empty.');
  return state;
}

/** A state as JSON: no clashes are none, be they an empty list or left out. */
function plain(state: RunState): unknown {
  const written = JSON.stringify(state, (key, value: unknown) => {
    if (key === 'clashes' && Array.isArray(value) && value.length === 0) return undefined;
    return value instanceof Map || value instanceof Set ? [...value] : value;
  });
  return JSON.parse(written);
}

/** Attempts of which nothing is on record but that they began. */
function inFlight({ tasks }: RunState): number {
  return [...tasks.values()].filter(({ status }) => status === 'working').length;
}

const attemptsOf = ({ tasks }: RunState): number =>
  [...tasks.values()].reduce((sum, { attempts }) => sum + attempts.length, 0);

describe.each(Object.keys(scenarios) as ScenarioName[])('%s', (name) => {
  it('comes to its end, and to each event that it is named for', async () => {
    const { b, events } = await undisturbed(name);
    const wanted = types.filter((type) => scenarioOf[type] === name);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(wanted));
    expect(b.model.refusals).toEqual([]);
  });
});

describe('a window that is killed', () => {
  it.each(killings)('at $type, $moment, loses nothing but what was in flight', async ({ type, moment }) => {
    const name = scenarioOf[type];
    const { left, said } = await killed(name, { type, moment });
    const journals = new NodeJournalStore(journalFolder(left));
    const [runId = ''] = await journals.list();
    const before = await entriesOf(journals, runId);
    // All that anybody could have acted on is there, and nothing else.
    expect(before.map((event) => event.type)).toEqual(moment === 'written' ? [...said, type] : said);

    const atDeath = replay(before);
    if (!atDeath) {
      expect([type, moment]).toEqual(['run-created', 'torn']);
      return;
    }
    const seen = new Set<string>();
    const scenario = scenarios[name]((event) => seen.has(event));
    const workspace = new OutlastingWorkspace(filesFolder(left));
    const b = await reopened(scenario.sketch, runId, { journals, workspace, ids: 'second-' });
    for (const event of await entriesOf(journals, runId)) seen.add(event.type);
    b.run.onDidChange(({ event }) => seen.add(event.type));
    // Nothing goes on by itself, and what was written is there: change sets, verdicts, decisions, findings, choices.
    expect(b.model.requests).toEqual([]);
    for (const [id, task] of atDeath.tasks) expect(b.run.state.tasks.get(id)?.attempts).toEqual(task.attempts);
    const { proposal, choices, findings, baseVerdicts, proposalVerdicts, waivers, seenSources } = atDeath;
    expect(b.run.state).toMatchObject({ findings, baseVerdicts, waivers, seenSources });
    // A proposal follows files that were written without a word of it on record, and is not what was measured then.
    const isWritten = moment === 'half-way' || (moment === 'torn' && endsOfWriting.includes(type));
    if (!isWritten) expect(b.run.state).toMatchObject({ proposal, choices, proposalVerdicts });

    const end = await carryThrough(b, scenario);
    const { b: reference } = await undisturbed(name);
    expect(outcome(end)).toEqual(outcome(reference));
    expect(attemptsOf(end.run.state)).toBeLessThanOrEqual(attemptsOf(reference.run.state) + inFlight(atDeath));
    // Nothing is written any more after that.
    await end.run.stop();
    const after = await entriesOf(journals, runId);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(plain(foldOf(after))).toEqual(plain(end.run.state));
  });
});
