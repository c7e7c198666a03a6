import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/** One endpoint of a system, declared once; everything that knows endpoints reads it from here. */
export interface Operation {
  readonly method: Method;
  /** Path template, such as `/admin/books/{book_id}`. */
  readonly path: string;
  /** True when the call can change what is stored. */
  readonly writes: boolean;
  /** Kind of the thing that it creates; the ledger knows how to find and remove that kind. */
  readonly creates?: string;
  /** Model calls behind one call; each adds to the client's patience. */
  readonly llmCalls?: number;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Names of the file parts of a multipart body. */
  readonly files?: readonly string[];
  /** Every status that it may answer, with the strict schema of that answer. */
  readonly responses: Readonly<Record<number, z.ZodType>>;
}

/** Declares an endpoint and keeps its literal types, so that an undeclared status does not compile. */
export const operation = <const O extends Operation>(declaration: O): O => declaration;

export type Status<O extends Operation> = keyof O['responses'] & number;

export type ResponseBody<O extends Operation, S extends Status<O>> = z.output<O['responses'][S]>;

type ParameterNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

/** A body that is sent as it is, for what a typed body cannot express: malformed JSON, another content type. */
export interface RawBody {
  readonly content: string | Buffer;
  readonly contentType: string;
}

/** A part of a multipart body: a file, or a plain text. */
export type Part = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A request without the types of its operation, as the client sends it. */
export interface LooseRequest {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly raw?: RawBody;
  readonly multipart?: Readonly<Record<string, Part>>;
  /** Sent beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Overrides the declared number where it depends on the data, as pages do in a generation. */
  readonly llmCalls?: number;
}

type PathOf<O extends Operation> = [ParameterNames<O['path']>] extends [never]
  ? unknown
  : { readonly path: Readonly<Record<ParameterNames<O['path']>, string | number>> };

type QueryOf<O extends Operation> = O extends { query: infer Q extends z.ZodType }
  ? Partial<z.input<Q>> extends z.input<Q>
    ? { readonly query?: z.input<Q> }
    : { readonly query: z.input<Q> }
  : unknown;

type BodyOf<O extends Operation> = O extends { body: infer B extends z.ZodType }
  ? { readonly body: z.input<B> }
  : O extends { files: readonly (infer F extends string)[] }
    ? { readonly multipart: Readonly<Record<F, Part>> }
    : unknown;

/** What the operation needs: path parameters, required queries and a body of the declared type; headers as the test likes. */
export type TypedRequest<O extends Operation> = PathOf<O> &
  QueryOf<O> &
  BodyOf<O> &
  Pick<LooseRequest, 'llmCalls' | 'headers'>;

/** Where the request itself is wrong (400, 405, 415, 422), anything may be sent; path parameters stay required. */
type WrongRequestStatus = 400 | 405 | 415 | 422;

export type RequestOf<O extends Operation, S extends number> = S extends WrongRequestStatus
  ? PathOf<O> & LooseRequest
  : TypedRequest<O>;

/** The argument list that carries a request: empty when nothing has to be said. */
export type RequestArguments<R> = Partial<R> extends R ? [request?: R] : [request: R];
