import { Refusal } from './refusal.ts';
import { checkFields, invalid, type Fields, type Issue, type Shape, type Values } from './shape.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A file part of a multipart form. */
export interface Upload {
  filename: string;
  content: Buffer;
}

/** What came over the wire, as far as it could be read without knowing the rules of the operation. */
export interface Incoming {
  path: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  /** undefined: no body at all. A text stands for a body that is not JSON. */
  body: unknown;
  /** The parts of a form by name; a text for a plain field. */
  parts: ReadonlyMap<string, Upload | string>;
}

interface Input<P extends Fields, Q extends Fields, B> {
  path: Values<P>;
  query: Values<Q>;
  body: B;
  upload: Upload;
}

interface Description<P extends Fields, Q extends Fields, B, R> {
  method: Method;
  path: string;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: Shape<B>;
  /** Name of the one file part of a multipart form. */
  upload?: string;
  status?: 200 | 201 | 204;
  /** Shape of the answer's body; left out for 204. */
  answer?: Shape<R>;
  /** The answer is a text of this type instead of JSON. */
  contentType?: string;
  handle(input: Input<P, Q, B>): Promise<R>;
}

/** An endpoint with its rules; `run` validates everything first and then calls the service. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly status: number;
  readonly params: Fields;
  readonly query: Fields;
  readonly body: Shape<unknown> | undefined;
  readonly upload: string | undefined;
  readonly answer: Shape<unknown> | undefined;
  readonly contentType: string | undefined;
  run(incoming: Incoming): Promise<unknown>;
}

/** The 422 of a request, with an entry for every failing field. */
export class Unprocessable extends Error {
  readonly issues: Issue[];
  constructor(issues: Issue[]) {
    super('The request does not follow the rules of the operation');
    this.issues = issues;
  }
}

/** Declares an endpoint. Validation of path, query and body comes before any look-up (contract 0). */
export function operation<R, P extends Fields = Fields, Q extends Fields = Fields, B = undefined>(
  description: Description<P, Q, B, R>,
): Operation {
  const { method, path, tag, summary, params, query, body, upload, status = 200, answer, contentType } = description;
  return {
    ...{ method, path, tag, summary, status, body, upload, answer, contentType },
    params: params ?? {},
    query: query ?? {},
    async run(incoming) {
      const issues: Issue[] = [];
      const input = {
        path: params ? checkFields(params, incoming.path, ['path'], issues, null) : undefined,
        query: query ? checkFields(query, incoming.query, ['query'], issues, null) : undefined,
        body: body ? checkBody(body, incoming.body, issues) : undefined,
        upload: upload === undefined ? undefined : checkUpload(upload, incoming.parts, issues),
      };
      if (issues.length > 0) throw new Unprocessable(issues);
      return description.handle(input as Input<P, Q, B>);
    },
  };
}

function checkBody<B>(shape: Shape<B>, body: unknown, issues: Issue[]): B | typeof invalid {
  if (body !== undefined && body !== null) return shape.check(body, ['body'], issues);
  issues.push({ type: 'missing', loc: ['body'], msg: 'Field required', input: null });
  return invalid;
}

function checkUpload(name: string, parts: Incoming['parts'], issues: Issue[]): Upload | typeof invalid {
  const part = parts.get(name);
  const loc = ['body', name];
  if (part === undefined || part === '') {
    issues.push({ type: 'missing', loc, msg: 'Field required', input: null });
    return invalid;
  }
  if (typeof part !== 'string') return part;
  const msg = "Value error, Expected UploadFile, received: <class 'str'>";
  issues.push({ type: 'value_error', loc, msg, input: part, ctx: { error: {} } });
  return invalid;
}

/** The answer for a form that cannot be read as multipart. */
export function unreadableForm(): Refusal {
  return new Refusal(400, 'There was an error parsing the body');
}
