import { runCommand } from '../testbed/command';
import { npmCommand } from '../testbed/npmCommand';

/** What a run of the sample workspace's own tests said. */
export type SampleTests = { readonly exitCode: number; readonly summary: string };

/** Runs `npm test` in the sample workspace, as its author would, and answers the counts it printed. */
export async function runSampleTests(folder: string): Promise<SampleTests> {
  const { command, args } = npmCommand(['test', '--silent']);
  const { code, output } = await runCommand(command, args, { cwd: folder });
  return { exitCode: code, summary: summarize(output) };
}

/** The counts at the end of what Node's test runner prints, in whatever form; `?` for one that is not there. */
export function summarize(output: string): string {
  const count = (name: string): string => new RegExp(`^(?:#|ℹ) ${name} (\\d+)\\r?$`, 'm').exec(output)?.[1] ?? '?';
  return `${count('tests')} tests, ${count('pass')} passed, ${count('fail')} failed`;
}
