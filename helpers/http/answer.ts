import type { z } from 'zod';
import { describeExchange, type Exchange } from './exchange.ts';
import { leaksOf } from './leaks.ts';
import type { Operation, ResponseBody, Status } from './operation.ts';
import type { Redact } from './redaction.ts';

/** An answer that is not the promised one; the message holds the whole exchange, redacted. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** Another status than the promised one, whatever the body. */
export class UnexpectedStatus extends ContractError {}

const issueLines = (issues: readonly z.core.$ZodIssue[]): string =>
  issues.map((issue) => `  - ${issue.path.map(String).join('.') || '(body)'}: ${issue.message}`).join('\n');

/** What came back from a call, before or after it is judged. */
export class Answer<O extends Operation> {
  /** True once `as` accepted or refused it; the fixture fails a test that leaves an answer unjudged. */
  judged = false;

  constructor(
    readonly operation: O,
    readonly status: number,
    /** Header names in lower case. */
    readonly headers: Readonly<Record<string, string>>,
    readonly bytes: Buffer,
    private readonly exchange: Exchange,
    private readonly redact: Redact,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /**
   * The server's clock when it answered, in milliseconds since the epoch (one-second resolution); the clock of this
   * machine where the answer does not tell.
   */
  get date(): number {
    const { startedAt, durationMs = 0 } = this.exchange;
    return Date.parse(this.headers['date'] ?? '') || startedAt + durationMs;
  }

  /**
   * Judges the answer: it must have this status and a body that fits the schema declared for it, JSON exactly where
   * the content type says so; a refusal shows nothing of the inside. Returns the parsed body; throws ContractError.
   */
  as<S extends Status<O>>(status: S): ResponseBody<O, S> {
    this.judged = true;
    const name = `${this.operation.method} ${this.operation.path}`;
    if (this.status !== status) {
      const message = `${name} answered ${String(this.status)}, expected ${String(status)}`;
      throw new UnexpectedStatus(this.messageOf(message));
    }
    // Only an operation whose statuses the compiler does not know gets here.
    if (!(status in this.operation.responses)) {
      throw this.error(`${name} answered ${String(status)}, which is not one of its statuses`);
    }
    const result = this.schemaOf(status).safeParse(this.body());
    if (!result.success) {
      throw this.error(
        `${name} answered ${String(status)} with a body that breaks its schema:\n${issueLines(result.error.issues)}`,
      );
    }
    if (this.leaks().length > 0) {
      throw this.error(`${name} answered ${String(status)} with more than a caller may see`);
    }
    return result.data;
  }

  private leaks(): string[] {
    return this.status < 400 ? [] : leaksOf(this.text, this.exchange.request, this.redact);
  }

  private schemaOf<S extends Status<O>>(status: S): O['responses'][S] {
    return this.operation.responses[status];
  }

  private body(): unknown {
    const json = /^application\/json\b/i.test(this.headers['content-type'] ?? '');
    // Without a body, whatever its headers say of one: a 204 of some versions names a content type, every HEAD does.
    if (!json || this.bytes.length === 0) return this.text;
    try {
      return JSON.parse(this.text);
    } catch {
      throw this.error(`${this.operation.method} ${this.operation.path} says application/json but its body is no JSON`);
    }
  }

  private error(message: string): ContractError {
    return new ContractError(this.messageOf(message));
  }

  private messageOf(message: string): string {
    const leaks = this.leaks();
    const shown = leaks.length > 0 ? `\nIt shows ${leaks.join(', ')}.` : '';
    return this.redact(`${message}${shown}\n\n${describeExchange(this.exchange, this.redact)}`);
  }
}
