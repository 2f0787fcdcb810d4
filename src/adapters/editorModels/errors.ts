import type { ModelFailure } from '../../core/ports/chatModel';
import { describeError } from '../../core/util/result';
import { refused, setUpHint } from '../openai/failures';

/** What the editor throws: its codes where it has one, else whatever the extension behind a model threw. */
interface Thrown {
  readonly code: string;
  readonly text: string;
}

/** Why a call to one of the editor's models failed, in the words of the product. `model` as in settings. */
export function explainEditorError(error: unknown, model: string, vendor: string): ModelFailure {
  const { code, text } = read(error);
  const said = text === '' ? '' : ` (${text})`;
  switch (code) {
    case 'NoPermissions':
      return failure(
        'unauthorized',
        `You have not let Lead/Worker use the models of ${vendor}${said}. Start again and allow it, or choose another model. ${setUpHint}`,
      );
    case 'Blocked':
      return failure(
        'quota-exhausted',
        `${vendor} takes no more requests now${said}. Wait until your quota is renewed, or choose another model. ${setUpHint}`,
      );
    case 'NotFound':
      return notOffered(model);
  }
  if (/quota|exceeded your|monthly limit|premium request/i.test(text))
    return failure('quota-exhausted', `The quota at ${vendor} is used up${said}. Choose another model. ${setUpHint}`);
  if (isLimit(text))
    return passing('rate-limited', `${vendor} limits the rate of requests${said}. Wait a little and try again.`);
  if (/filtered|content policy|responsible ai|off.?topic/i.test(text)) return refused(model, text);
  if (/context (?:length|window)|too (?:long|many tokens)|token limit/i.test(text))
    return failure(
      'bad-request',
      `The conversation is longer than ${model} can read. Split the task, or choose another model.`,
    );
  return passing('server-error', `${vendor} failed${said}. Try again, or choose another model.`);
}

/** The editor has no such model now: its extension is gone or not signed in. */
export function notOffered(model: string): ModelFailure {
  return failure(
    'model-not-found',
    `The editor offers no model "${model}" now. Its extension may not be installed, or you are not signed in there. ${setUpHint}`,
  );
}

/** Whether words are about a rate. */
export function isLimit(text: string): boolean {
  return /rate.?limit|too many requests|\b429\b/i.test(text);
}

function read(error: unknown): Thrown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const texts = [describeError(error), ...(cause ? [cause.message] : [])].filter((text) => text !== '');
  return { code, text: [...new Set(texts)].join(': ').replace(/\s+/g, ' ').slice(0, 300) };
}

function failure(reason: ModelFailure['reason'], message: string): ModelFailure {
  return { reason, message, retryable: false };
}

function passing(reason: ModelFailure['reason'], message: string): ModelFailure {
  return { reason, message, retryable: true };
}
