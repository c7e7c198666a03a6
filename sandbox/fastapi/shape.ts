/** Where a value stands in the request, e.g. ['body', 'goal', 'syllabus']. */
export type Location = readonly (string | number)[];
export type JsonSchema = Record<string, unknown>;

/** One failing field, literal to Pydantic 2. `ctx` is present only where the rule has a parameter. */
export interface Issue {
  type: string;
  loc: Location;
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

/** What `check` returns beside having noted the issues. */
export const invalid = Symbol('invalid');

/** A rule for one value: checks (and coerces as Pydantic's lax mode does), and knows its JSON schema. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** Models are listed once under components and referred to by name. */
  readonly name?: string;
  /** The models that the shape is made of, itself among them, by name. */
  readonly models?: Readonly<Record<string, JsonSchema>>;
  /** The value of a field that was not sent; a shape without it is required. */
  readonly absent?: () => T;
  check(input: unknown, loc: Location, issues: Issue[]): T | typeof invalid;
}

export type Of<S> = S extends Shape<infer T> ? T : never;
export type Fields = Record<string, Shape<unknown>>;
export type Values<F extends Fields> = { [K in keyof F]: Of<F[K]> };

/** Notes an issue and yields the mark of an invalid value. */
export function refuse(
  issues: Issue[],
  loc: Location,
  input: unknown,
  type: string,
  msg: string,
  ctx?: Record<string, unknown>,
): typeof invalid {
  issues.push({ type, loc, msg, input, ...(ctx && { ctx }) });
  return invalid;
}

/** Checks every field, so that each failing one has its entry; `input` of a missing field is the object that lacked it. */
export function checkFields<F extends Fields>(
  fields: F,
  source: Readonly<Record<string, unknown>>,
  loc: Location,
  issues: Issue[],
  missingInput: unknown,
): Values<F> | typeof invalid {
  const found: Record<string, unknown> = {};
  let good = true;
  for (const [name, shape] of Object.entries(fields)) {
    const value = Object.hasOwn(source, name)
      ? shape.check(source[name], [...loc, name], issues)
      : shape.absent
        ? shape.absent()
        : refuse(issues, [...loc, name], missingInput, 'missing', 'Field required');
    if (value === invalid) good = false;
    else found[name] = value;
  }
  return good ? (found as Values<F>) : invalid;
}

/** The schema under which a shape appears inside another one. */
export function reference(shape: Shape<unknown>): JsonSchema {
  return shape.name === undefined ? shape.schema : { $ref: `#/components/schemas/${shape.name}` };
}

/** The models of several shapes, to be given on by the shape that is made of them. */
export function modelsOf(shapes: readonly Shape<unknown>[]): Record<string, JsonSchema> {
  return Object.assign({}, ...shapes.map(({ models }) => models)) as Record<string, JsonSchema>;
}

/** True of a JSON object, as opposed to a list, null or a scalar. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
