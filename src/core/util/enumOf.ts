import * as z from 'zod';

/** Members that an enumeration may have: providers cap it. */
const maxMembers = 200;

/** An enumeration, or any text where there is nothing to enumerate (an enum needs a member) or too much. */
export function enumOf(values: readonly string[]): z.ZodType<string> {
  return values.length === 0 || values.length > maxMembers ? z.string() : z.enum(values as [string, ...string[]]);
}
