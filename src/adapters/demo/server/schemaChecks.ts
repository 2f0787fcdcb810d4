import type { ApiError } from './apiError';
import { invalidRequest } from './apiError';
import type { RequestContent } from './modelScript';
import { strictSchemaIssue } from './strictSchema';

const namePattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** Where the protocols keep tools and schema, for the `param` of an error. */
export interface SchemaPlaces {
  /** The schema of the answer, e.g. `text.format`. */
  readonly format: string;
  /** The function of the tool at this index, e.g. `tools[0]`. */
  readonly tool: (index: number) => string;
}

/** Refuses names and strict schemas that OpenAI would refuse. */
export function checkSchemas(content: RequestContent, places: SchemaPlaces): ApiError | undefined {
  for (const [index, tool] of content.tools.entries()) {
    const place = places.tool(index);
    const unnamed = checkName(tool.name, place);
    if (unnamed) return unnamed;
    const issue = tool.strict ? strictSchemaIssue(tool.parameters) : undefined;
    if (issue) {
      const message = `Invalid schema for function '${tool.name}': ${issue}`;
      return invalidRequest(message, { param: `${place}.parameters`, code: 'invalid_function_parameters' });
    }
  }
  const { schema } = content;
  if (!schema) return undefined;
  const unnamed = checkName(schema.name, places.format);
  if (unnamed) return unnamed;
  const issue = schema.strict ? strictSchemaIssue(schema.schema) : undefined;
  if (!issue) return undefined;
  const message = `Invalid schema for response_format '${schema.name}': ${issue}`;
  return invalidRequest(message, { param: `${places.format}.schema`, code: 'invalid_json_schema' });
}

function checkName(name: string, place: string): ApiError | undefined {
  if (namePattern.test(name)) return undefined;
  const message = `Invalid '${place}.name': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`;
  return invalidRequest(message, { param: `${place}.name`, code: 'invalid_value' });
}
