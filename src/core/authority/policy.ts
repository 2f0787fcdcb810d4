import type { Workspace } from '../ports/workspace';
import { compileGlobs, type GlobTest } from '../util/globs';
import { isInFolder, type WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { compileScope } from './scope';

/** Files whose text never leaves the machine, whatever the settings say; the user's setting adds to them. */
export const builtInSensitiveFiles: readonly string[] = [
  '**/.env*',
  '**/*.pem',
  '**/*.key',
  '**/*.p12',
  '**/*.pfx',
  '**/*.keystore',
  '**/*.jks',
  '**/*.kdbx',
  '**/id_rsa*',
  '**/id_ecdsa*',
  '**/id_ed25519*',
  '**/.npmrc',
  '**/.pypirc',
  '**/.netrc',
  '**/credentials.json',
  '**/secrets.{json,yml,yaml,toml}',
];

/** Written by tools, never by agents: a change there could run code or lose history. */
const protectedFiles = compileGlobs(['**/.git/**', '**/.git', '**/node_modules/**'], { ignoreCase: true });

/** Who asks: the lead reads, a worker also writes within its scope. */
export type AgentRole = { readonly role: 'lead' } | { readonly role: 'worker'; readonly writeScope: readonly string[] };

/** What an agent wants to do with a file. */
export type FileAction = 'read' | 'write';

/** The rules of one run, made once from settings and ignore files. */
export interface PolicyRules {
  readonly sensitive: GlobTest;
  /** Ignore files, where links lead, and which file a text means. */
  readonly workspace: Pick<Workspace, 'isIgnored' | 'realPath' | 'place' | 'spelling'>;
  /** The one workspace folder that the run is about, by its name; without it a run is about all of them. */
  readonly folder?: string;
}

/** Makes the rules; `sensitiveFiles` adds to the built-in ones. */
export function makePolicyRules(
  sensitiveFiles: readonly string[],
  workspace: PolicyRules['workspace'],
  folder?: string,
): PolicyRules {
  return {
    sensitive: compileGlobs([...builtInSensitiveFiles, ...sensitiveFiles], { ignoreCase: true }),
    workspace,
    ...(folder !== undefined && { folder }),
  };
}

/** An agent with the rules it lives under. Every tool asks `mayAccess` with it before it does anything. */
export interface AgentPolicy {
  readonly agent: AgentRole;
  readonly rules: PolicyRules;
}

/**
 * The one policy function: every read and write of every agent passes here. A link is judged by its own name and by that of the
 * file it leads to. The refusal is worded for the model.
 */
export async function mayAccess(
  policy: AgentPolicy,
  action: FileAction,
  path: WorkspacePath,
): Promise<Result<void, string>> {
  const named = await mayAccessAs(policy, action, path);
  if (!named.ok) return named;
  const real = await policy.rules.workspace.realPath(path);
  if (real === path) return named;
  const led = await mayAccessAs(policy, action, real);
  return led.ok ? led : fail(`${path} is a link: ${led.error}`);
}

async function mayAccessAs(
  { agent, rules }: AgentPolicy,
  action: FileAction,
  path: WorkspacePath,
): Promise<Result<void, string>> {
  if (rules.folder !== undefined && !isInFolder(path, rules.folder))
    return fail(`${path} is not in ${rules.folder}, the folder that this run is about.`);
  if (protectedFiles(path)) return fail(`${path} belongs to a tool and is out of bounds.`);
  if (rules.sensitive(path)) return fail(`${path} may hold secrets and is never shown to or written by a model.`);
  if (await rules.workspace.isIgnored(path)) return fail(`${path} is left out by the project's ignore files.`);
  if (action === 'read') return ok(undefined);
  switch (agent.role) {
    case 'lead':
      return fail('The lead does not write files. Put the work into a task.');
    case 'worker':
      if (compileScope(agent.writeScope, (await rules.workspace.place()).rules)(path)) return ok(undefined);
      return fail(
        `${path} is outside this task's write scope (${agent.writeScope.join(', ')}). If the task cannot be done within it, call blocked.`,
      );
  }
}

/** Whether an agent may know of a file's existence: what it may not read it is not listed either. */
export async function isVisible(policy: AgentPolicy, path: WorkspacePath): Promise<boolean> {
  return (await mayAccess(policy, 'read', path)).ok;
}
