import type * as z from 'zod';

import type { ApiError } from './apiError';
import { invalidRequest } from './apiError';

/** Writes a path the way OpenAI names parameters: `input[0].content`. */
export function parameterPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

/** Tells the first thing wrong with a body in OpenAI's words and codes. */
export function describeIssue(error: z.ZodError, body: unknown): ApiError {
  const first = error.issues[0];
  if (!first) return invalidRequest('The request body is not valid.');
  const issue = deepestIssue(first);
  const param = parameterPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = parameterPath([...issue.path, issue.keys[0] ?? '']);
    return invalidRequest(`Unknown parameter: '${unknown}'.`, { param: unknown, code: 'unknown_parameter' });
  }
  const given = valueAt(body, issue.path);
  if (given === undefined) {
    return invalidRequest(`Missing required parameter: '${param}'.`, { param, code: 'missing_required_parameter' });
  }
  if (issue.code === 'invalid_type') {
    const message = `Invalid type for '${param}': expected ${issue.expected}, but got ${typeName(given)} instead.`;
    return invalidRequest(message, { param, code: 'invalid_type' });
  }
  return invalidRequest(`Invalid value for '${param}': ${issue.message}`, { param, code: 'invalid_value' });
}

/** Where several shapes were possible, the one that the body came closest to says most. */
function deepestIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap((issues) => issues.slice(0, 1))
    .map((each) => deepestIssue({ ...each, path: [...issue.path, ...each.path] }));
  return inner.reduce((deepest, each) => (each.path.length > deepest.path.length ? each : deepest), issue);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (Reflect.get(value, part) as unknown) : undefined),
    body,
  );
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
