import { startGroup, type GroupOptions } from './processGroup';

/** What a command that ended left behind. */
export type CommandResult = { readonly code: number; readonly output: string };

/** How to run a command to its end. */
export type CommandOptions = GroupOptions & {
  /** Show the output as it comes, besides keeping it. */
  readonly show?: boolean;
};

/** Runs a command to its end and keeps what it printed, both streams in the order they came. Never throws for an exit code. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const { child } = startGroup(command, args, options);
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.show === true) process.stdout.write(chunk);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Runs a command that has to succeed. Throws with what it printed when it does not. */
export async function mustRun(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}:\n${output}`);
  return output;
}
