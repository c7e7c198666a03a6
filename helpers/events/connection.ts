import type { Admin, BaseOptions, Consumer, Producer } from '@platformatic/kafka';
import { test } from '@playwright/test';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redact } from '../http/redaction.ts';
import { explained, isMoving } from './kafka-error.ts';

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
  /** Makes the correlation ids of what is published; they are random unless it is given. */
  readonly correlationId?: () => string;
  /** Milliseconds for a connection, and for each request; default: 10 seconds. */
  readonly patience?: number;
  /** Milliseconds within which an awaited record comes, and a group has got over one; default: 10 seconds. */
  readonly eventPatience?: number;
}

/** Milliseconds before a broker that takes over is asked again. */
const askAgain = 50;

const patienceOf = ({ patience = 10_000 }: KafkaSettings): number => patience;

type Client = typeof import('@platformatic/kafka');

/** Lazily opened clients of one Kafka. Throws Errors that name brokers, topic and test, and hide the password. */
export class KafkaConnection {
  private readonly closers: (() => Promise<void>)[] = [];
  private adminClient: Promise<Admin> | undefined;
  private producerClient: Promise<Producer> | undefined;

  constructor(
    readonly settings: KafkaSettings,
    private readonly redact: Redact,
  ) {}

  /** For questions about topics and groups. */
  admin(): Promise<Admin> {
    return (this.adminClient ??= this.open(
      (kafka, options) => new kafka.Admin(options),
      (client) => client.close(),
    ));
  }

  /** It says when a record is stored by every broker that must have it, and never sends one again. */
  producer(): Promise<Producer> {
    return (this.producerClient ??= this.open(
      (kafka, options) => new kafka.Producer({ ...options, acks: kafka.ProduceAcks.ALL, repeatOnStaleMetadata: false }),
      (client) => client.close(),
    ));
  }

  /** One with connections of its own, for a reader. It never joins its group, which therefore never exists. */
  consumer(): Promise<Consumer> {
    return this.open(
      (kafka, options) => new kafka.Consumer({ ...options, groupId: `${options.clientId}none` }),
      (client) => client.close(),
    );
  }

  /** Does something, again while Kafka says that another broker takes over; what fails is told with brokers, subject and test. */
  async guarded<T>(doing: string, act: () => Promise<T>): Promise<T> {
    const end = performance.now() + patienceOf(this.settings);
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (!isMoving(error) || performance.now() > end) throw this.error(doing, explained(error));
        for (const client of [this.adminClient, this.producerClient]) (await client)?.clearMetadata();
        await pause(askAgain);
      }
    }
  }

  /** An Error that says where, doing what, in which test. */
  error(doing: string, what: string): Error {
    return new Error(this.redact(`Kafka ${this.settings.brokers.join(',')}, ${doing}: ${what}${inTest()}`));
  }

  /** Closes what was opened. */
  async close(): Promise<void> {
    this.adminClient = this.producerClient = undefined;
    await Promise.all(this.closers.splice(0).map((close) => close()));
  }

  private async open<T>(
    make: (kafka: Client, options: BaseOptions) => T,
    close: (client: T) => Promise<void>,
  ): Promise<T> {
    // The client is loaded with the first use: a smoke run that needs no Kafka never pays for it.
    const client = make(await import('@platformatic/kafka'), this.options());
    this.closers.push(() => close(client));
    return client;
  }

  private options(): BaseOptions {
    const { brokers, ssl, sasl, clientId } = this.settings;
    const patience = patienceOf(this.settings);
    return {
      clientId,
      bootstrapBrokers: [...brokers],
      connectTimeout: patience,
      requestTimeout: patience,
      timeout: patience,
      // A request fails at once where it cannot be sent: whoever waits for a recovery asks again.
      retries: 0,
      autocreateTopics: false,
      // An address is no name that a certificate could be asked for by.
      ...(ssl ? { tls: {}, tlsServerName: !brokers.some((broker) => isIP(broker.replace(/:\d+$/, ''))) } : {}),
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
