import type { ApiError } from './apiError';
import { invalidRequest } from './apiError';
import type { ProtocolRequest } from './protocol';

/** Which models there are, and what each may be asked. */
export interface ModelAccess {
  readonly models: readonly string[];
  /** Models that stream only to verified organisations, which the client's is not. */
  readonly unverifiedForStreaming: readonly string[];
  /** Models that do not reason, and refuse to be told how much to. */
  readonly withoutReasoning: readonly string[];
}

/** Refuses what the model of a request cannot do for this client. */
export function checkAccess(asked: ProtocolRequest, access: ModelAccess): ApiError | undefined {
  const { content } = asked;
  const { model, protocol } = content;
  if (!access.models.includes(model)) return unknownModel(model);
  if (content.stream && access.unverifiedForStreaming.includes(model)) {
    const message =
      'Your organization must be verified to stream this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization. If you just verified, it can take up to 15 minutes for access to propagate.';
    return invalidRequest(message, { param: 'stream', code: 'unsupported_value' });
  }
  if (!access.withoutReasoning.includes(model)) return undefined;
  if (content.effort !== undefined) {
    const param = protocol === 'chat' ? 'reasoning_effort' : 'reasoning.effort';
    const message = `Unsupported parameter: '${param}' is not supported with this model.`;
    return invalidRequest(message, { param, code: 'unsupported_parameter' });
  }
  if (asked.wantsSealedReasoning) {
    return invalidRequest('Encrypted content is not supported with this model.', { param: 'include' });
  }
  return undefined;
}

/** The error for a model that is not there. */
export function unknownModel(model: string): ApiError {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return invalidRequest(message, { status: 404, param: 'model', code: 'model_not_found' });
}

/** One model as `GET /v1/models` lists it. */
export function describeModel(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'scripted, not intelligent' };
}
