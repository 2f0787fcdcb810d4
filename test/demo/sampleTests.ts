import { spawn } from 'node:child_process';

/** What a run of the sample workspace's own tests said. */
export type SampleTests = { readonly exitCode: number | null; readonly summary: string };

/** Runs `npm test` in the sample workspace, as its author would, and answers the counts it printed. */
export async function runSampleTests(folder: string): Promise<SampleTests> {
  const chunks: Buffer[] = [];
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['test', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', resolve);
  });
  const output = Buffer.concat(chunks).toString('utf8');
  const count = (name: string): string => new RegExp(`^(?:#|ℹ) ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? '?';
  return { exitCode, summary: `${count('tests')} tests, ${count('pass')} passed, ${count('fail')} failed` };
}
