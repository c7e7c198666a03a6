import type { Redact } from '../http/redaction.ts';

/** What PostgreSQL or the way to it refused. Its message is redacted, and there is no cause, which would not be. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    message: string,
    /** SQLSTATE, such as `23505`, or the code of a connection that failed: words differ by version and language. */
    readonly code: string | undefined,
    /** Name of the constraint that a statement broke. */
    readonly constraint: string | undefined,
  ) {
    super(message);
  }
}

const textOf = (error: unknown, name: 'code' | 'constraint'): string | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** What to set where TLS is not what the two sides expect of each other, by what the driver or the server says. */
const hints: readonly (readonly [said: RegExp, hint: string])[] = [
  [/does not support SSL/i, 'the server offers no TLS: set sslmode=disable'],
  [
    /SSL required|no encryption|SSL off|SSL connection is required/i,
    'the server wants TLS: set sslmode=verify-full, or require to do without proof of who it is',
  ],
  [
    /self.signed|unable to (verify|get)|SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED/i,
    'its authority is not known here: set sslrootcert to the file of its certificate, or sslmode=require to do without proof',
  ],
  [
    /altnames|ERR_TLS_CERT_ALTNAME/i,
    'its certificate is for another host: connect by that name, or set sslmode=verify-ca or require',
  ],
];

/** An error of the driver as it may be shown: where it happened, what it says, what to set, and its codes. */
export function databaseErrorOf(error: unknown, place: string, redact: Redact): DatabaseError {
  const message = error instanceof Error ? error.message : String(error);
  const code = textOf(error, 'code');
  const [, hint] = hints.find(([said]) => said.test(`${message} ${code ?? ''}`)) ?? [];
  const advice = hint === undefined ? '' : ` (${hint}: ?sslmode=… in the URL of the database, or …_DATABASE_SSLMODE)`;
  return new DatabaseError(redact(`${place}: ${message}${advice}`), code, textOf(error, 'constraint'));
}
