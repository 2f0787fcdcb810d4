import { gateLine, type GateSpec } from '../gates/verdict';
import type { Confinement } from '../ports/confinement';
import { sameModel } from '../run/health/advice';
import { throwIfAborted } from '../util/abort';
import type { Result } from '../util/result';
import { bad, good, remark, type Checked } from './checked';
import { checkModel, type ModelInUse } from './checkModel';

/** Where calls go, and with which key. */
export interface ServiceInUse {
  /** `OpenAI`, or the host of a compatible server. */
  readonly name: string;
  readonly hasKey: boolean;
  readonly needsKey: boolean;
}

/** A window's set-up, as far as it can be read without asking anybody. */
export interface SetUp {
  readonly folders: readonly string[];
  readonly isTrusted: boolean;
  readonly service: ServiceInUse;
  /** The lead, then the default worker, then all other workers. */
  readonly models: readonly ModelInUse[];
  readonly gates: Result<readonly GateSpec[], { readonly message: string }>;
  /** Whether a gate could be started here, and within which bounds; the failure says why not. */
  readonly couldStart: (gate: GateSpec) => Promise<Result<Confinement, string>>;
}

/** Looks at all parts of a set-up, one after the other, and tells of each as soon as it is known. Models are asked only where they can be. */
export async function* checkSetUp(setUp: SetUp, signal: AbortSignal): AsyncGenerator<Checked> {
  yield checkFolder(setUp);
  yield checkTrust(setUp);
  const key = checkKey(setUp.service);
  yield key;
  if (key.outcome !== 'bad') yield* checkModels(setUp.models, signal);
  yield* checkGates(setUp, signal);
}

function checkFolder({ folders }: SetUp): Checked {
  if (folders.length === 0) return bad('Folder', 'No folder is open, and there is nothing to change.', 'open-folder');
  return good('Folder', `${folders.join(', ')}.`);
}

function checkTrust({ isTrusted }: SetUp): Checked {
  if (isTrusted) return good('Trust', 'You trust what is open: workers and gates may run.');
  const message = 'Restricted Mode: plans are made and shown; neither workers nor gates run.';
  return remark('Trust', message, 'manage-trust');
}

function checkKey({ name, hasKey, needsKey }: ServiceInUse): Checked {
  if (hasKey) return good('Key', `There is one for ${name}, in the secret storage of the editor.`);
  if (!needsKey) return good('Key', `None is stored; ${name} is asked without.`);
  return bad('Key', `No API key for ${name} is stored. Models are not asked without it.`, 'set-up-models');
}

async function* checkModels(models: readonly ModelInUse[], signal: AbortSignal): AsyncGenerator<Checked> {
  const [lead, worker] = models;
  const same = lead && worker ? sameModel(lead.name, worker.name) : undefined;
  const looked = new Set<string>();
  for (const model of models) {
    throwIfAborted(signal);
    // A model that leads has shown all that a worker needs.
    if (looked.has(model.name)) continue;
    looked.add(model.name);
    yield await checkModel(model, `${model.name} ${model.leads ? 'leads' : 'works'}`, signal);
  }
  if (same !== undefined) yield remark('Roles', same, 'set-up-models');
}

async function* checkGates({ gates, isTrusted, couldStart }: SetUp, signal: AbortSignal): AsyncGenerator<Checked> {
  if (!gates.ok) {
    yield bad('Gates', gates.error.message, 'open-settings');
    return;
  }
  if (gates.value.length === 0)
    yield remark('Gates', 'No command measures what workers do: only its scope and its form are.', 'configure-gates');
  for (const gate of gates.value) {
    throwIfAborted(signal);
    const subject = `Gate ${gate.id}`;
    if (!isTrusted) {
      yield remark(subject, `${gateLine(gate)}. It is not started in Restricted Mode.`, 'manage-trust');
      continue;
    }
    const started = await couldStart(gate);
    if (!started.ok) yield bad(subject, started.error, 'configure-gates');
    else if ('sandbox' in started.value)
      yield good(subject, `${gateLine(gate)}, in a sandbox (${started.value.sandbox}).`);
    else yield remark(subject, `${gateLine(gate)}, without a sandbox: ${started.value.none}.`);
  }
}
