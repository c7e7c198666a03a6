import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';

const Parameter = z.looseObject({ name: z.string(), in: z.enum(['query', 'path', 'header', 'cookie']) });
const Declaration = z.looseObject({
  parameters: z.array(Parameter).default([]),
  responses: z.record(z.string(), z.unknown()),
});

const OpenApiDocument = z.looseObject({
  openapi: z.string().startsWith('3.'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), Declaration)),
});

/** Contract 0: machine-readable and browsable descriptions, which are no operations themselves. */
export const descriptions = {
  openApi: operation({ method: 'GET', path: '/openapi.json', writes: false, responses: { 200: OpenApiDocument } }),
  docs: operation({ method: 'GET', path: '/docs', writes: false, responses: { 200: z.string() } }),
  redoc: operation({ method: 'GET', path: '/redoc', writes: false, responses: { 200: z.string() } }),
};

/** What a caller must know of an operation: names of its query parameters, statuses of success; both sorted. */
interface Outline {
  readonly query: readonly string[];
  readonly success: readonly string[];
}

const outline = (query: readonly string[], statuses: readonly string[]): Outline => ({
  query: [...query].sort(),
  success: statuses.filter((status) => status.startsWith('2')).sort(),
});

/** Outlines of the operations in a deployed description, by `METHOD /path`. */
export function outlinesIn({ paths }: z.output<typeof OpenApiDocument>): Record<string, Outline> {
  const outlines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, responses }]) => {
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return [`${method.toUpperCase()} ${path}`, outline(query, Object.keys(responses))] as const;
    }),
  );
  return Object.fromEntries(outlines);
}

const queryNames = (query: Operation['query']): string[] =>
  query instanceof z.ZodObject ? Object.keys(query.shape) : [];

/** Outlines of the operations that the suite declares, by `METHOD /path`. */
export const outlinesOf = (operations: Readonly<Record<string, Operation>>): Record<string, Outline> =>
  Object.fromEntries(
    Object.values(operations).map(({ method, path, query, responses }) => [
      `${method} ${path}`,
      outline(queryNames(query), Object.keys(responses)),
    ]),
  );
