import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';

const Parameter = z.looseObject({ name: z.string(), in: z.enum(['query', 'path', 'header', 'cookie']) });
const Declaration = z.looseObject({
  parameters: z.array(Parameter).default([]),
  responses: z.record(z.string(), z.unknown()),
});

// It declares no security scheme: no endpoint reads a token (contract 1).
const OpenApiDocument = z.looseObject({
  openapi: z.string().startsWith('3.'),
  info: z.looseObject({ title: z.literal('Special Education Service'), version: z.literal('1.0.0') }),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), Declaration)),
  components: z.looseObject({ securitySchemes: z.undefined().optional() }).optional(),
  security: z.undefined().optional(),
});

/** Contract 1: machine-readable and browsable descriptions, which are no operations themselves. */
export const descriptions = {
  openApi: operation({ method: 'GET', path: '/openapi.json', writes: false, responses: { 200: OpenApiDocument } }),
  docs: operation({ method: 'GET', path: '/docs', writes: false, responses: { 200: z.string() } }),
};

/** What a caller must know of an operation: names of its query parameters, statuses of success; both sorted. */
interface Outline {
  readonly query: readonly string[];
  readonly success: readonly string[];
}

// The name of a path parameter is not laid down.
const nameOf = (method: string, path: string): string => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`;

const outline = (query: readonly string[], statuses: readonly string[]): Outline => ({
  query: [...query].sort(),
  success: statuses.filter((status) => status.startsWith('2')).sort(),
});

const queryNames = (query: Operation['query']): string[] =>
  query instanceof z.ZodObject ? Object.keys(query.shape) : [];

/** Outlines of the operations that the suite declares, by `METHOD /path`. */
export const outlinesOf = (operations: Readonly<Record<string, Operation>>): Record<string, Outline> =>
  Object.fromEntries(
    Object.values(operations).map(({ method, path, query, responses }) => [
      nameOf(method, path),
      outline(queryNames(query), Object.keys(responses)),
    ]),
  );

/** Outlines of these operations in a deployed description; what else a deployment serves is its own. */
export function outlinesIn(
  { paths }: z.output<typeof OpenApiDocument>,
  operations: Readonly<Record<string, Operation>>,
): Record<string, Outline> {
  const wanted = new Set(Object.values(operations).map(({ method, path }) => nameOf(method, path)));
  const outlines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, responses }]) => {
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return [nameOf(method, path), outline(query, Object.keys(responses))] as const;
    }),
  );
  return Object.fromEntries(outlines.filter(([name]) => wanted.has(name)));
}
