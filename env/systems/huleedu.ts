import { accessHeaders, type AccessHeaders } from '../api-access.ts';
import type { Environment } from '../environments.ts';
import { databaseUrl, hasDatabase } from '../database-settings.ts';
import type { Patience, Reader } from '../settings.ts';

/** Mechanisms of Kafka's SASL that a deployment may ask for. */
const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** A Kafka, and how long to wait for what services publish. */
export interface HuleeduKafkaSettings {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl?: {
    readonly mechanism: (typeof mechanisms)[number];
    readonly username: string;
    readonly password: string;
  };
  /** Milliseconds within which one hop of the chain is over: a consumer, its outbox, the next record. */
  readonly eventPatience: number;
}

/** What a load must keep: limits of the contract (c, g), unless the environment sets others. */
interface HuleeduLoadLimits {
  /** Seconds in which a cycle of the monitor confirms 1000 rows of 50 batches. */
  readonly monitor: number;
  /** Seconds in which 30 essays are matched. */
  readonly matching: number;
  /** Megabytes that a service may grow by under a series of events. */
  readonly memory: number;
}

/** A class management of the tests' own, whose service, broker, database and Redis can be stopped and started. */
export interface HuleeduSpareSettings {
  readonly controlUrl: string;
  readonly classManagementUrl: string;
  readonly databaseUrl: string;
  /** host:port of its own broker, in plain text. */
  readonly broker: string;
}

export interface HuleeduSettings {
  readonly classManagementUrl: string;
  readonly batchOrchestratorUrl: string;
  readonly essayLifecycleUrl: string;
  /** Where texts are stored; only where the environment offers it. */
  readonly contentUrl: string | undefined;
  /** What lets the suite into the services, sent with every call. */
  readonly headers: AccessHeaders;
  readonly patience: Patience;
  readonly databases: Readonly<Record<'classManagement' | 'batchOrchestrator' | 'essayLifecycle', string>>;
  /** NLP's own, which holds its outbox: only clean-up goes there, where it can be reached. */
  readonly nlpDatabaseUrl: string | undefined;
  /** Absent where the environment does not offer to reach them. */
  readonly kafka: HuleeduKafkaSettings | undefined;
  readonly redisUrl: string | undefined;
  /** Only where the environment offers fault control. */
  readonly spare: HuleeduSpareSettings | undefined;
  readonly load: HuleeduLoadLimits;
}

function saslSettings(read: Reader): Pick<HuleeduKafkaSettings, 'sasl'> {
  const mechanism = read.optional('HULEEDU_KAFKA_SASL_MECHANISM');
  if (mechanism === undefined) return {};
  const known = mechanisms.find((name) => name === mechanism);
  if (known === undefined) read.problem('HULEEDU_KAFKA_SASL_MECHANISM', `is none of ${mechanisms.join(', ')}`);
  const username = read.text('HULEEDU_KAFKA_SASL_USERNAME', 'account of the suite in Kafka');
  const password = read.text('HULEEDU_KAFKA_SASL_PASSWORD', 'its password');
  if (password !== '') read.secrets.push(password);
  return known === undefined ? {} : { sasl: { mechanism: known, username, password } };
}

function kafkaSettings(read: Reader): HuleeduKafkaSettings {
  const brokers = read.text('HULEEDU_KAFKA_BROKERS', 'host:port of the brokers, with commas between').split(',');
  if (brokers.some((broker) => broker !== '' && !/^[^\s:/]+:\d{1,5}$/.test(broker)))
    read.problem('HULEEDU_KAFKA_BROKERS', 'is no list of host:port with commas between');
  return {
    brokers,
    ssl: read.flag('HULEEDU_KAFKA_SSL', 'whether the brokers speak TLS'),
    ...saslSettings(read),
    eventPatience: read.seconds('HULEEDU_EVENT_TIMEOUT_SECONDS', 'patience for one hop of the chain of events'),
  };
}

function spareSettings(read: Reader): HuleeduSpareSettings {
  return {
    controlUrl: read.url('HULEEDU_FAULT_CONTROL_URL', 'fault control of the spare class management'),
    classManagementUrl: read.url('HULEEDU_SPARE_CLASS_MANAGEMENT_URL', 'base URL of the spare class management'),
    databaseUrl: databaseUrl(read, 'HULEEDU_SPARE_DATABASE', 'PostgreSQL of the spare class management'),
    broker: read.text('HULEEDU_SPARE_KAFKA_BROKERS', 'host:port of the spare broker'),
  };
}

function loadLimits(read: Reader): HuleeduLoadLimits {
  const limit = (name: string, meaning: string, value: number): number =>
    read.numberOr(`HULEEDU_LOAD_${name}`, `limit of a load: ${meaning}`, value);
  return {
    // Ten times what the release took (contract c): a deployment's database is not on the same machine.
    monitor: limit('MONITOR_SECONDS', 'a cycle of the monitor over 1000 rows', 15),
    matching: limit('MATCHING_SECONDS', 'the matching of 30 essays', 10),
    memory: limit('MEMORY_MEGABYTES', 'growth under a series of events', 50),
  };
}

/** The values of HuleEdu's services. */
export function huleeduSettings(read: Reader, offers: Environment['offers']): HuleeduSettings {
  const database = (name: string): string => databaseUrl(read, `HULEEDU_${name}_DATABASE`);
  return {
    classManagementUrl: read.baseUrl('HULEEDU_CLASS_MANAGEMENT_URL', 'the class management service'),
    batchOrchestratorUrl: read.baseUrl('HULEEDU_BATCH_ORCHESTRATOR_URL', 'the batch orchestrator service'),
    essayLifecycleUrl: read.baseUrl('HULEEDU_ESSAY_LIFECYCLE_URL', 'the essay lifecycle API'),
    contentUrl: offers.includes('@content')
      ? read.url('HULEEDU_CONTENT_URL', 'base URL of the content service')
      : undefined,
    headers: accessHeaders(read, 'HULEEDU'),
    patience: { request: read.seconds('HULEEDU_REQUEST_TIMEOUT_SECONDS', 'patience for one call'), llmCall: 0 },
    databases: {
      classManagement: database('CLASS_MANAGEMENT'),
      batchOrchestrator: database('BATCH_ORCHESTRATOR'),
      essayLifecycle: database('ESSAY_LIFECYCLE'),
    },
    nlpDatabaseUrl: hasDatabase(read, 'HULEEDU_NLP_DATABASE') ? database('NLP') : undefined,
    kafka: offers.includes('@events') ? kafkaSettings(read) : undefined,
    redisUrl: offers.includes('@redis')
      ? read.url('HULEEDU_REDIS_URL', 'Redis of the services', ['redis:', 'rediss:'])
      : undefined,
    spare: offers.includes('@fault') ? spareSettings(read) : undefined,
    load: loadLimits(read),
  };
}
