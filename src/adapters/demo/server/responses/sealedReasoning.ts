import * as z from 'zod';

const sealed = z.object({ id: z.string(), reasoning: z.string() });

/**
 * Stands in for OpenAI's `encrypted_content`: opaque to the client, and tied to its item. It is sealed in name only, for
 * what it holds is the script's own text; that keeps the server without memory of its answers.
 */
export function sealReasoning(id: string, reasoning: string): string {
  return Buffer.from(JSON.stringify({ id, reasoning })).toString('base64url');
}

/** Whether this content was made for the item of this id, here or by an earlier server. */
export function isSealOf(id: string, content: string): boolean {
  try {
    const parsed = sealed.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString()));
    return parsed.success && parsed.data.id === id;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
