// A window in a process of its own, which is killed at an event: `window.js <scenario> <event> <moment> <folder>`.
import { bench } from '../run/harness';
import { carryThrough } from './scenario';
import { KillingJournalStore, killThis, type Killing } from './killing';
import { filesFolder, journalFolder } from './folders';
import { OutlastingWorkspace } from './outlastingWorkspace';
import { scenarios, type ScenarioName } from './scenarios';

async function main([name, type, moment, folder]: readonly string[]): Promise<void> {
  const killing = { type, moment } as Killing;
  const seen = new Set<string>();
  const scenario = scenarios[name as ScenarioName]((event) => seen.has(event));
  const workspace = new OutlastingWorkspace(filesFolder(folder ?? ''));
  if (moment === 'half-way') {
    workspace.onWritten = () => {
      if (seen.has(killing.type)) killThis();
    };
  }
  const journals = new KillingJournalStore(journalFolder(folder ?? ''), killing, (event) => seen.add(event));
  await carryThrough(await bench(scenario.sketch, { journals, workspace, ids: 'first-' }), scenario);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
