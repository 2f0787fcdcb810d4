import * as z from 'zod/mini';

import { defaultProfile } from '../../core/plan/profile';
import type { ReasoningEffort } from '../../core/ports/chatModel';
import type { Result } from '../../core/util/result';
import type { EditFormatChoice } from '../../core/worker/editFormat';
import { checkSetting, editFormats, efforts, type SettingsFailure } from './settingsSchema';

/** A worker profile beside the default one, as the user lists it. */
export interface WorkerSetting {
  readonly name: string;
  readonly model: string;
  readonly editFormat: EditFormatChoice;
  /** How hard it thinks; the provider's own way where it does not say. */
  readonly effort?: ReasoningEffort | undefined;
  /** What it is there for, told to the lead; empty when nothing is said. */
  readonly purpose: string;
}

const maxProfiles = 20;

const worker = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z][\w.-]{0,29}$/, 'use a short word of letters, digits, ".", "_" and "-"')),
  model: z.string().check(z.minLength(1)),
  editFormat: z._default(editFormats, 'auto'),
  effort: z.optional(efforts),
  purpose: z._default(z.string().check(z.maxLength(200)), ''),
});

const workers = z.array(worker).check(
  z.maxLength(maxProfiles),
  z.refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'two profiles have the same name'),
  z.refine(
    (list) => !list.some((one) => one.name === defaultProfile),
    `"${defaultProfile}" is the worker of the settings "leadWorker.worker.…"`,
  ),
);

/** Checks the value of `leadWorker.workers`. It comes from the user's own settings only: it says who is paid for the work. */
export function parseWorkers(value: unknown): Result<readonly WorkerSetting[], SettingsFailure> {
  return checkSetting('leadWorker.workers', workers, value ?? []);
}
