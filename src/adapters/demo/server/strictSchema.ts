/** Keywords that OpenAI's structured outputs understand; any other is refused. */
const permittedKeywords = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', '$ref', '$defs', 'definitions'],
  ...['enum', 'const', 'title', 'description', '$schema', 'pattern', 'format', 'minLength', 'maxLength'],
  ...['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems'],
]);
const permittedFormats = new Set('date-time time date duration email hostname ipv4 ipv6 uuid'.split(' '));
const maximumDepth = 10;
const maximumProperties = 5000;

type SchemaObject = Readonly<Record<string, unknown>>;

/** A schema inside the one that is checked, and how to get to it. */
interface SchemaNode {
  readonly value: unknown;
  readonly path: readonly string[];
  /** Levels of objects and arrays above this one. */
  readonly depth: number;
}

/**
 * Says why OpenAI would refuse this schema in strict mode, in its own words, or nothing when it would accept it.
 * The source is the guide on structured outputs: an object at the root, `additionalProperties: false` and every
 * property required throughout, a subset of the keywords, limits on size and depth.
 */
export function strictSchemaIssue(schema: unknown): string | undefined {
  const rootType = isObject(schema) ? schema.type : undefined;
  if (rootType !== 'object') {
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${printType(rootType)}"'.`;
  }
  let propertyCount = 0;
  const open: SchemaNode[] = [{ value: schema, path: [], depth: 1 }];
  for (let node = open.shift(); node; node = open.shift()) {
    const inContext = `In context=${printPath(node.path)}, `;
    if (!isObject(node.value)) return `${inContext}schema must be an object.`;
    const issue = nodeIssue(node.value, node);
    if (issue) return inContext + issue;
    propertyCount += Object.keys(childMap(node.value.properties)).length;
    if (propertyCount > maximumProperties) return `schema has more than ${maximumProperties} properties.`;
    open.push(...children(node.value, node));
  }
  return undefined;
}

function nodeIssue(schema: SchemaObject, node: SchemaNode): string | undefined {
  const stranger = Object.keys(schema).find((keyword) => !permittedKeywords.has(keyword));
  if (stranger) return `'${stranger}' is not permitted.`;
  if ('$ref' in schema) {
    const beside = Object.keys(schema).filter((keyword) => keyword !== '$ref');
    return beside.length > 0
      ? `$ref cannot have keywords {${beside.map((keyword) => `'${keyword}'`).join(', ')}}.`
      : undefined;
  }
  if (node.path.length === 0 && 'anyOf' in schema) return "'anyOf' is not permitted at the root.";
  if (!('type' in schema) && !('anyOf' in schema)) return "schema must have a 'type' key.";
  if (node.depth > maximumDepth) return `schema exceeds the limit of ${maximumDepth} levels of nesting.`;
  if (hasType(schema, 'array') && !('items' in schema)) return 'array schema missing items.';
  if (typeof schema.format === 'string' && !permittedFormats.has(schema.format)) {
    return `'${schema.format}' is not a valid format.`;
  }
  return hasType(schema, 'object') ? objectIssue(schema) : undefined;
}

function objectIssue(schema: SchemaObject): string | undefined {
  if (schema.additionalProperties !== false) {
    return "'additionalProperties' is required to be supplied and to be false.";
  }
  const wanted = "'required' is required to be supplied and to be an array including every key in properties.";
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.keys(childMap(schema.properties));
  const missing = properties.find((name) => !required.includes(name));
  if (missing !== undefined) return `${wanted} Missing '${missing}'.`;
  const extra = required.find((name) => !properties.some((property) => property === name));
  return extra === undefined ? undefined : `${wanted} Extra required key ${JSON.stringify(extra)} supplied.`;
}

function children(schema: SchemaObject, { path, depth }: SchemaNode): SchemaNode[] {
  const nested = ['properties', '$defs', 'definitions'].flatMap((keyword) =>
    Object.entries(childMap(schema[keyword])).map(([name, value]) => ({
      value,
      path: [...path, keyword, name],
      depth: keyword === 'properties' ? depth + 1 : 1,
    })),
  );
  if ('items' in schema) nested.push({ value: schema.items, path: [...path, 'items'], depth: depth + 1 });
  const choices: readonly unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  return [...nested, ...choices.map((value, index) => ({ value, path: [...path, 'anyOf', String(index)], depth }))];
}

function childMap(value: unknown): SchemaObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(schema: SchemaObject, name: string): boolean {
  const type = schema.type;
  return type === name || (Array.isArray(type) && type.includes(name));
}

function printType(type: unknown): string {
  return typeof type === 'string' ? type : 'None';
}

/** OpenAI prints the path as a Python tuple. */
function printPath(path: readonly string[]): string {
  return `(${path.map((part) => `'${part}'`).join(', ')}${path.length === 1 ? ',' : ''})`;
}
