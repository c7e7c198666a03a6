import {
  checkFields,
  invalid,
  isRecord,
  modelsOf,
  reference,
  refuse,
  type Fields,
  type Shape,
  type Values,
} from './shape.ts';

/** An object of known fields: extra ones are ignored, every failing field is reported. */
export function record<F extends Fields>(fields: F): Shape<Values<F>> {
  const required = Object.keys(fields).filter((field) => !fields[field]?.absent);
  const properties = Object.entries(fields).map(([field, shape]) => [
    field,
    { title: titleOf(field), ...reference(shape) },
  ]);
  return {
    models: modelsOf(Object.values(fields)),
    schema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
    },
    check(input, loc, issues) {
      if (isRecord(input)) return checkFields(fields, input, loc, issues, input);
      const msg = 'Input should be a valid dictionary or object to extract fields from';
      return refuse(issues, loc, input, 'model_attributes_type', msg);
    },
  };
}

/** The same under a name, by which /openapi.json refers to it. */
export function model<F extends Fields>(name: string, fields: F): Shape<Values<F>> {
  const shape = record(fields);
  const schema = { title: name, ...shape.schema };
  return { ...shape, name, schema, models: { ...shape.models, [name]: schema } };
}

/** A list, each element checked. */
export function list<T>(item: Shape<T>): Shape<T[]> {
  return {
    models: modelsOf([item]),
    schema: { type: 'array', items: reference(item) },
    check(input, loc, issues) {
      if (!Array.isArray(input)) return refuse(issues, loc, input, 'list_type', 'Input should be a valid list');
      const values: T[] = [];
      input.forEach((element: unknown, index) => {
        const value = item.check(element, [...loc, index], issues);
        if (value !== invalid) values.push(value);
      });
      return values.length === input.length ? values : invalid;
    },
  };
}

/** A map with free keys, such as page numbers. */
export function dictionary<T>(item: Shape<T>): Shape<Record<string, T>> {
  return {
    models: modelsOf([item]),
    schema: { type: 'object', additionalProperties: reference(item) },
    check(input, loc, issues) {
      if (!isRecord(input)) return refuse(issues, loc, input, 'dict_type', 'Input should be a valid dictionary');
      const values: [string, T][] = [];
      let good = true;
      for (const [key, element] of Object.entries(input)) {
        const value = item.check(element, [...loc, key], issues);
        if (value === invalid) good = false;
        else values.push([key, value]);
      }
      // Not by assignment, which would take a key of the name __proto__ for something else.
      return good ? Object.fromEntries(values) : invalid;
    },
  };
}

/** The shape or null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    models: modelsOf([shape]),
    schema: { anyOf: [reference(shape), { type: 'null' }] },
    check: (input, loc, issues) => (input === null ? null : shape.check(input, loc, issues)),
  };
}

/** A field that need not be sent; then it has the given value. */
export function withDefault<T>(shape: Shape<T>, value: T): Shape<T> {
  const shown = value === undefined || value === null ? {} : { default: value };
  return {
    ...(shape.name !== undefined && { name: shape.name }),
    models: modelsOf([shape]),
    schema: { ...shape.schema, ...shown },
    absent: () => value,
    check: (input, loc, issues) => shape.check(input, loc, issues),
  };
}

/** A field that need not be sent; undefined tells that it was not. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    ...(shape.name !== undefined && { name: shape.name }),
    models: modelsOf([shape]),
    schema: shape.schema,
    absent: () => undefined,
    check: (input, loc, issues) => shape.check(input, loc, issues),
  };
}

function titleOf(field: string): string {
  return field
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
}
