import type { Admin, BaseOptions, Consumer, Producer } from '@platformatic/kafka';
import { test } from '@playwright/test';
import type { Redact } from '../http/redaction.ts';
import { explained } from './kafka-error.ts';

/** How to reach a Kafka, and how long to wait. */
export interface KafkaSettings {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /** Whether to speak TLS; its certificate must be trusted here. */
  readonly ssl: boolean;
  readonly sasl?: {
    readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    readonly username: string;
    readonly password: string;
  };
  /** Prefix of the run, so that a stray connection names it. */
  readonly clientId: string;
  /** Whether anything may be published. */
  readonly writes: boolean;
  /** Milliseconds for a connection, and for each request; default: 10 seconds. */
  readonly patience?: number;
  /** Milliseconds within which an awaited record comes, and a group has got over one; default: 10 seconds. */
  readonly eventPatience?: number;
}

type Client = typeof import('@platformatic/kafka');

interface Closable {
  close(force: boolean): Promise<void>;
}

/** Lazily opened clients of one Kafka. Throws Errors that name brokers, topic and test, and hide the password. */
export class KafkaConnection {
  private readonly opened = new Set<Promise<Closable>>();
  private adminClient: Promise<Admin> | undefined;
  private producerClient: Promise<Producer> | undefined;

  constructor(
    readonly settings: KafkaSettings,
    private readonly redact: Redact,
  ) {}

  /** For questions about topics and groups. */
  admin(): Promise<Admin> {
    return (this.adminClient ??= this.open((kafka, options) => new kafka.Admin(options)));
  }

  /** It says when a record is stored by every broker that must have it, and never sends one again. */
  producer(): Promise<Producer> {
    return (this.producerClient ??= this.open(
      (kafka, options) => new kafka.Producer({ ...options, acks: kafka.ProduceAcks.ALL, repeatOnStaleMetadata: false }),
    ));
  }

  /** One with connections of its own, for a reader. It never joins its group, which therefore never exists. */
  consumer(): Promise<Consumer> {
    return this.open((kafka, options) => new kafka.Consumer({ ...options, groupId: `${options.clientId}none` }));
  }

  /** Does something; what fails is told with brokers, subject and test. */
  async guarded<T>(doing: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw this.error(doing, explained(error));
    }
  }

  /** An Error that says where, doing what, in which test. */
  error(doing: string, what: string): Error {
    return new Error(this.redact(`Kafka ${this.settings.brokers.join(',')}, ${doing}: ${what}${inTest()}`));
  }

  /** Closes what was opened. */
  async close(): Promise<void> {
    const clients = [...this.opened];
    this.opened.clear();
    this.adminClient = this.producerClient = undefined;
    await Promise.all(clients.map(async (client) => (await client.catch(() => undefined))?.close(true)));
  }

  private open<T extends Closable>(make: (kafka: Client, options: BaseOptions) => T): Promise<T> {
    // The client is loaded with the first use: a smoke run that needs no Kafka never pays for it.
    const client = import('@platformatic/kafka').then((kafka) => make(kafka, this.options()));
    this.opened.add(client);
    return client;
  }

  private options(): BaseOptions {
    const { brokers, ssl, sasl, clientId, patience = 10_000 } = this.settings;
    return {
      clientId,
      bootstrapBrokers: [...brokers],
      connectTimeout: patience,
      requestTimeout: patience,
      timeout: patience,
      // A request fails at once where it cannot be sent: whoever waits for a recovery asks again.
      retries: 0,
      autocreateTopics: false,
      ...(ssl ? { tls: {}, tlsServerName: true } : {}),
      ...(sasl ? { sasl: { ...sasl } } : {}),
    };
  }
}

/** Outside of a test there is none to name. */
function inTest(): string {
  try {
    return ` (in “${test.info().titlePath.join(' › ')}”)`;
  } catch {
    return '';
  }
}
