import { z } from 'zod';
import type { Operation } from '../http/operation.ts';

/** What of an OpenAPI description is compared; anything may be missing. */
const Description = z.looseObject({
  info: z.looseObject({ version: z.string().optional() }).optional(),
  paths: z
    .record(
      z.string(),
      z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()).optional() })),
    )
    .default({}),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).optional() }).optional(),
});

export type Description = z.output<typeof Description>;

/** A deployed description; undefined when it is none. */
export const describedIn = (body: unknown): Description | undefined => Description.safeParse(body).data;

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly $ref?: string;
}

/** One path, whatever its parameters are called. */
const shapeOf = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`;

function deployedFields(response: unknown, { components }: Description): string[] | undefined {
  const { content } = (response ?? {}) as { content?: Record<string, { schema?: Schema }> };
  const schema = content?.['application/json']?.schema;
  const named = schema?.$ref?.split('/').at(-1);
  const { properties } = ((named === undefined ? schema : components?.schemas?.[named]) ?? {}) as Schema;
  return properties && Object.keys(properties);
}

function declaredFields(schema: z.ZodType): string[] | undefined {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
}

const lacking = (what: string, has: readonly string[] = [], wanted: readonly string[] = []): string[] =>
  wanted.filter((name) => !has.includes(name)).map((name) => `${what} ${name}`);

function driftOfOperation(
  name: string,
  operation: Operation,
  responses: Readonly<Record<string, unknown>>,
  description: Description,
): string[] {
  return Object.entries(responses)
    .filter(([status]) => /^2\d\d$/.test(status))
    .flatMap(([status, response]) => {
      const schema = operation.responses[Number(status)];
      if (!schema) return [`${name} may answer ${status}, which the contract does not have`];
      const [deployed, declared] = [deployedFields(response, description), declaredFields(schema)];
      if (!deployed || !declared) return [];
      return [
        ...lacking(`${name} ${status} has a field that the contract does not have:`, declared, deployed),
        ...lacking(`${name} ${status} lacks a field of the contract:`, deployed, declared),
      ];
    });
}

/**
 * Where deployed descriptions and the declared operations of a system differ, one sentence each: endpoints, statuses of
 * success, fields of their answers. Without a description of every service nothing can be called missing.
 */
export function driftOf(
  operations: Readonly<Record<string, Operation>>,
  descriptions: readonly (Description | undefined)[],
): string[] {
  const declared = new Map(Object.values(operations).map((each) => [shapeOf(each.method, each.path), each]));
  const found = new Set<string>();
  const differences = descriptions.flatMap((description) =>
    Object.entries(description?.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses = {} }]) => {
        const shape = shapeOf(method, path);
        const name = `${method.toUpperCase()} ${path}`;
        const operation = declared.get(shape);
        found.add(shape);
        if (!operation) return [`${name} is deployed, and not in the contract`];
        return description ? driftOfOperation(name, operation, responses, description) : [];
      }),
    ),
  );
  const complete = descriptions.length > 0 && descriptions.every((each) => each !== undefined);
  const missing = [...declared].filter(([shape, { method }]) => complete && method !== 'HEAD' && !found.has(shape));
  return [
    ...differences,
    ...missing.map(([, { method, path }]) => `${method} ${path} is in the contract, and not deployed`),
  ];
}
