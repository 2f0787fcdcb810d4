import { zodTextFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { strictSchemaIssue } from '../../../../src/adapters/demo/server/strictSchema';

const text = { type: 'string' };

function object(properties: Record<string, unknown>, required = Object.keys(properties)): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false };
}

function nested(levels: number): Record<string, unknown> {
  return levels === 1 ? object({}) : object({ inner: nested(levels - 1) });
}

describe('the strict subset of JSON Schema', () => {
  it('accepts what zod makes of objects, arrays, enums, unions, nullables and records of tasks', () => {
    const task = z.object({
      id: z.string().describe('Short.'),
      size: z.enum(['S', 'M', 'L']),
      count: z.number().int().min(1).max(9),
      after: z.array(z.string()).max(5),
      profile: z.string().nullable(),
      kind: z.union([z.object({ type: z.literal('a') }), z.object({ type: z.literal('b'), text: z.string() })]),
    });
    expect(strictSchemaIssue(zodTextFormat(z.object({ tasks: z.array(task) }), 'plan').schema)).toBeUndefined();
  });

  it('accepts recursion through definitions', () => {
    const node = object({ next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } });
    expect(strictSchemaIssue({ ...object({ first: { $ref: '#/$defs/node' } }), $defs: { node } })).toBeUndefined();
  });

  it.each([
    [
      'a root that is no object',
      { type: 'array', items: text },
      `schema must be a JSON Schema of 'type: "object"', got 'type: "array"'.`,
    ],
    ['a root without a type', {}, `schema must be a JSON Schema of 'type: "object"', got 'type: "None"'.`],
    ['no schema at all', 'text', `schema must be a JSON Schema of 'type: "object"', got 'type: "None"'.`],
    ['a choice at the root', { ...object({}), anyOf: [text] }, "In context=(), 'anyOf' is not permitted at the root."],
    [
      'an open object',
      { type: 'object', properties: {}, required: [] },
      "In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      'an open object deep inside',
      object({ list: { type: 'array', items: { type: 'object' } } }),
      "In context=('properties', 'list', 'items'), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      'an optional property',
      object({ a: text, b: text }, ['a']),
      "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'b'.",
    ],
    [
      'a required stranger',
      object({ a: text }, ['a', 'b']),
      `In context=(), 'required' is required to be supplied and to be an array including every key in properties. Extra required key "b" supplied.`,
    ],
    ['oneOf', object({ a: { oneOf: [text] } }), "In context=('properties', 'a'), 'oneOf' is not permitted."],
    [
      'allOf',
      object({ a: { type: 'object', allOf: [] } }),
      "In context=('properties', 'a'), 'allOf' is not permitted.",
    ],
    [
      'a default',
      object({ a: { type: 'string', default: '' } }),
      "In context=('properties', 'a'), 'default' is not permitted.",
    ],
    [
      'unique items',
      object({ a: { type: 'array', items: text, uniqueItems: true } }),
      "In context=('properties', 'a'), 'uniqueItems' is not permitted.",
    ],
    ['a property without a type', object({ a: {} }), "In context=('properties', 'a'), schema must have a 'type' key."],
    ['a property that is no schema', object({ a: true }), "In context=('properties', 'a'), schema must be an object."],
    [
      'an array of anything',
      object({ a: { type: 'array' } }),
      "In context=('properties', 'a'), array schema missing items.",
    ],
    [
      'a format it does not know',
      object({ a: { type: 'string', format: 'uri' } }),
      "In context=('properties', 'a'), 'uri' is not a valid format.",
    ],
    [
      'words beside a reference',
      object({ a: { $ref: '#', description: 'x' } }),
      "In context=('properties', 'a'), $ref cannot have keywords {'description'}.",
    ],
    [
      'an issue in a choice',
      object({ a: { anyOf: [text, { type: 'object' }] } }),
      "In context=('properties', 'a', 'anyOf', '1'), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      'an issue in a definition',
      { ...object({}), $defs: { a: { type: 'object' } } },
      "In context=('$defs', 'a'), 'additionalProperties' is required to be supplied and to be false.",
    ],
  ])('refuses %s', (_name, schema, issue) => {
    expect(strictSchemaIssue(schema)).toBe(issue);
  });

  it('refuses what is too deep or too large', () => {
    expect(strictSchemaIssue(nested(10))).toBeUndefined();
    expect(strictSchemaIssue(nested(11))).toMatch(/exceeds the limit of 10 levels of nesting/);
    const wide = Object.fromEntries(Array.from({ length: 5001 }, (_none, index) => [`p${index}`, text]));
    expect(strictSchemaIssue(object(wide))).toMatch(/more than 5000 properties/);
  });
});
