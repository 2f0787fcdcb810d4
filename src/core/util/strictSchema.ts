import * as z from 'zod';

/**
 * The JSON schema of a zod type within the strict subset of structured outputs: an object at the root, every property required
 * (what may be missing is nullable), no further properties, `anyOf` for unions. What is `nullish` to the type is asked for all the
 * same; servers that do not hold answers to their schema may leave it out.
 */
export function strictJsonSchema(type: z.ZodObject): Readonly<Record<string, unknown>> {
  const schema: Record<string, unknown> = {
    ...z.toJSONSchema(type, {
      target: 'draft-7',
      override: ({ jsonSchema }) => {
        if (jsonSchema.properties) jsonSchema.required = Object.keys(jsonSchema.properties);
      },
    }),
  };
  // Names the dialect; providers don't know the key.
  delete schema.$schema;
  return schema;
}

/** Parses JSON text with a zod type; each issue names its place: `tasks[2].criteria: …`. */
export function parseJson<T>(
  text: string,
  type: z.ZodType<T>,
): { ok: true; value: T } | { ok: false; error: readonly string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, error: [`The answer is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = type.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, error: parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`) };
}

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the answer';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
