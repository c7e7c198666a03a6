import type { Operation } from './operation.ts';
import { modelsOf, reference, type Fields, type JsonSchema, type Shape } from './shape.ts';

/** What a service says of itself in its descriptions. */
export interface Identity {
  title: string;
  version: string;
}

const validationModels: Record<string, JsonSchema> = {
  HTTPValidationError: {
    title: 'HTTPValidationError',
    type: 'object',
    properties: {
      detail: { title: 'Detail', type: 'array', items: { $ref: '#/components/schemas/ValidationError' } },
    },
  },
  ValidationError: {
    title: 'ValidationError',
    type: 'object',
    required: ['loc', 'msg', 'type'],
    properties: {
      loc: { title: 'Location', type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      msg: { title: 'Message', type: 'string' },
      type: { title: 'Error Type', type: 'string' },
    },
  },
};

/** The OpenAPI 3.1 document of the operations: parameters, bodies, the answer of success and the 422. */
export function describeApi(identity: Identity, operations: readonly Operation[]): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const each of operations) {
    paths[each.path] = { ...paths[each.path], [each.method.toLowerCase()]: describeOperation(each) };
  }
  const schemas: Record<string, JsonSchema> = { ...modelsOf(operations.flatMap(shapesOf)), ...validationModels };
  for (const each of operations.filter(({ upload }) => upload !== undefined)) schemas[formName(each)] = form(each);
  return { openapi: '3.1.0', info: identity, paths, components: { schemas } };
}

function shapesOf({ params, query, body, answer }: Operation): Shape<unknown>[] {
  return [...Object.values(params), ...Object.values(query), ...[body, answer].filter((shape) => shape !== undefined)];
}

function describeOperation(each: Operation): JsonSchema {
  const parameters = [...describeParameters(each.params, 'path'), ...describeParameters(each.query, 'query')];
  const requestBody = describeBody(each);
  const validated = parameters.length > 0 || requestBody !== undefined;
  return {
    tags: [each.tag],
    summary: each.summary,
    operationId: idOf(each),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: {
      [each.status]: {
        description: 'Successful Response',
        ...(each.answer && {
          content: { [each.contentType ?? 'application/json']: { schema: reference(each.answer) } },
        }),
      },
      ...(validated && {
        422: {
          description: 'Validation Error',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/HTTPValidationError' } } },
        },
      }),
    },
  };
}

function describeParameters(fields: Fields, place: 'path' | 'query'): JsonSchema[] {
  return Object.entries(fields).map(([name, shape]) => ({
    name,
    in: place,
    required: !shape.absent,
    schema: reference(shape),
  }));
}

function describeBody(each: Operation): JsonSchema | undefined {
  if (each.body) return { required: true, content: { 'application/json': { schema: reference(each.body) } } };
  if (each.upload === undefined) return undefined;
  const schema = { $ref: `#/components/schemas/${formName(each)}` };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

function form({ upload = '' }: Operation): JsonSchema {
  const properties = { [upload]: { title: 'Image', type: 'string', format: 'binary' } };
  return { title: 'Body', type: 'object', required: [upload], properties };
}

function formName(each: Operation): string {
  return `Body_${idOf(each)}`;
}

/** FastAPI's form of an id: name, path and method in one word. */
function idOf({ summary, path, method }: Operation): string {
  return `${summary} ${path} ${method}`.toLowerCase().replace(/\W/g, '_');
}
