import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

import type { GateSpec } from '../../core/gates/verdict';
import { fail, ok, type Result } from '../../core/util/result';

/** A setting that is not what it should be. `message` names it and says what is wrong, for people. */
export interface SettingsFailure {
  readonly setting: string;
  readonly message: string;
}

// The small build of zod says nothing but "Invalid input" by itself.
const wording = { error: english().localeError };

const text = z.string().check(z.minLength(1));

/** What `leadWorker.worker.editFormat` may say, and the format of any other worker. */
export const editFormats = z.enum(['auto', 'search-replace', 'patch', 'unified-diff', 'whole-file']);

/** How hard a model may be told to think. */
export const efforts = z.enum(['low', 'medium', 'high']);

/** The shape of each setting but the gates, as package.json declares it. */
const settings = z.object({
  'leadWorker.lead.model': text,
  'leadWorker.lead.effort': efforts,
  'leadWorker.worker.model': text,
  'leadWorker.worker.editFormat': editFormats,
  'leadWorker.worker.effort': efforts,
  'leadWorker.maxWorkers': z.int().check(z.minimum(1), z.maximum(16)),
  'leadWorker.overlap': z.enum(['serialise', 'parallel']),
  'leadWorker.maxTurnsPerAttempt': z.int().check(z.minimum(1)),
  'leadWorker.openai.baseUrl': z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  'leadWorker.openai.api': z.enum(['auto', 'responses', 'chatCompletions']),
  'leadWorker.openai.parallel': z.int().check(z.minimum(0), z.maximum(64)),
  'leadWorker.gateFiles': z.array(text),
  'leadWorker.gateSandbox': z.enum(['auto', 'off']),
  'leadWorker.gateNetwork': z.enum(['allow', 'deny']),
  'leadWorker.sensitiveFiles': z.array(text),
});

/** Checked values by setting. */
export type SettingValues = z.infer<typeof settings>;

/** All settings that {@link parseSettings} wants to see. */
export const settingNames = z.keyof(settings).options;

// These name built-in measurements in verdicts; a command by that name could not be told from them.
const builtInGates = ['scope', 'patch'];
const defaultTimeoutSeconds = 300;

const gateShape = z.strictObject({
  id: text.check(z.regex(/^[\w.:-]+$/, 'use letters, digits, ".", ":", "_" and "-"')),
  kind: z._default(z.enum(['command', 'types']), 'command'),
  command: z.optional(text),
  args: z._default(z.array(z.string()), []),
  folder: z.optional(text),
  timeoutSeconds: z._default(z.number().check(z.positive(), z.maximum(86_400)), defaultTimeoutSeconds),
  required: z._default(z.boolean(), true),
});

const gate = gateShape.check(
  z.refine(({ kind, command }) => kind === 'types' || command !== undefined, {
    path: ['command'],
    error: 'a gate needs a command, unless its kind is "types"',
  }),
  z.refine(({ kind, command, args }) => kind === 'command' || (command === undefined && args.length === 0), {
    path: ['command'],
    error: 'a gate of the kind "types" runs no command',
  }),
);

const gates = z.array(gate).check(
  z.refine((list) => new Set(list.map((one) => one.id)).size === list.length, 'two gates have the same id'),
  z.refine((list) => !list.some((one) => builtInGates.includes(one.id)), '"scope" and "patch" are built-in gates'),
);

/** Checks all values; the first one that is not as it should be is the failure. */
export function parseSettings(values: Readonly<Record<string, unknown>>): Result<SettingValues, SettingsFailure> {
  const parsed = z.safeParse(settings, values, wording);
  return parsed.success ? ok(parsed.data) : fail(failureOf(parsed.error.issues));
}

/**
 * A list that every scope adds to and none takes from, as the editor, which lets the innermost scope's list stand for all,
 * does not merge it. A value that is no list is handed on alone, for {@link parseSettings} to refuse.
 */
export function unionOfScopes(values: readonly unknown[]): unknown {
  const set = values.filter((value) => value !== undefined);
  const malformed = set.find((value) => !Array.isArray(value));
  return malformed === undefined ? [...new Set(set.flat())] : malformed;
}

/** Checks the value of `leadWorker.gates` and brings it into the core's form. */
export function parseGates(value: unknown): Result<readonly GateSpec[], SettingsFailure> {
  const parsed = z.safeParse(z.object({ 'leadWorker.gates': gates }), { 'leadWorker.gates': value }, wording);
  if (!parsed.success) return fail(failureOf(parsed.error.issues));
  return ok(
    parsed.data['leadWorker.gates'].map(({ id, command, args, folder, timeoutSeconds, required }): GateSpec => {
      const what = command === undefined ? ({ id, kind: 'types' } as const) : { id, command, args };
      return { ...what, ...(folder !== undefined && { folder }), timeoutMs: timeoutSeconds * 1000, required };
    }),
  );
}

/** Checks the value of one setting by its own schema. */
export function checkSetting<T>(name: string, schema: z.ZodMiniType<T>, value: unknown): Result<T, SettingsFailure> {
  const parsed = z.safeParse(z.object({ [name]: schema }), { [name]: value }, wording);
  return parsed.success ? ok(parsed.data[name] as T) : fail(failureOf(parsed.error.issues));
}

function failureOf(issues: readonly z.core.$ZodIssue[]): SettingsFailure {
  const [setting = 'leadWorker', ...inside] = (issues[0]?.path ?? []).map(String);
  const where = inside.length > 0 ? ` at ${inside.join('.')}` : '';
  const what = issues[0]?.message ?? 'it has another form than expected';
  return { setting, message: `The setting "${setting}" is not usable${where}: ${what}. Correct it in the settings.` };
}
