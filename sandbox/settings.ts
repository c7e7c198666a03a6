import { host, sandboxPorts } from './ports.mjs';
import { wantedSystems } from './systems.mjs';

/** Where records go: the stand-in, Apache Kafka itself, or a broker that runs elsewhere (host:port, with commas between). */
export type BrokerChoice = { kind: 'stand-in' | 'apache' } | { kind: 'external'; servers: string };

export interface Settings {
  host: string;
  ports: ReturnType<typeof sandboxPorts>;
  /** Those to start at once; others are started for the run that needs them. */
  systems: readonly string[];
  /** Of the S3 endpoint. */
  region: string;
  /** `external` sends every model call to OPENAI_BASE_URL with OPENAI_API_KEY. */
  mode: 'scripted' | 'varied' | 'external';
  seed: number;
  /** Draws how answers are spelled where the contract leaves it open; 0: always in the same way. */
  dialect: number;
  openai: { baseUrl: string; apiKey: string; model: string };
  broker: BrokerChoice;
  /** Whether it can be told to lie, for the measure of what a suite detects. */
  mutants: boolean;
}

export const region = 'us-east-1';

export const modelKey = 'sandbox-model-key';

export const cachePassword = 'sandbox-cache-password';

/** Nothing may listen on this port, so that a connection to it is refused: a database that is down. */
export const refusingPort = 1;

/**
 * Reads SANDBOX_PORTS, SANDBOX_SYSTEMS, SANDBOX_MODEL, SANDBOX_SEED, SANDBOX_DIALECT, SANDBOX_BROKER (SANDBOX_BROKER_SERVERS) and SANDBOX_MUTANTS. OPENAI_* and
 * LLM_MODEL count only with SANDBOX_MODEL=external: a developer's machine often has them for other work, and a test run must not spend money
 * unasked.
 * Throws one clear line.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const ports = sandboxPorts(env['SANDBOX_PORTS']);
  const systems = wantedSystems(env['SANDBOX_SYSTEMS']);
  const mode = readMode(env['SANDBOX_MODEL']);
  const seed = readSeed('SANDBOX_SEED', env['SANDBOX_SEED']);
  const dialect = readSeed('SANDBOX_DIALECT', env['SANDBOX_DIALECT']);
  const mutants = readMutants(env['SANDBOX_MUTANTS']);
  const broker = readBroker(env['SANDBOX_BROKER'], env['SANDBOX_BROKER_SERVERS']);
  if (mode === 'external') {
    const apiKey = env['OPENAI_API_KEY'];
    if (!apiKey)
      throw new Error('SANDBOX_MODEL=external needs OPENAI_API_KEY (and OPENAI_BASE_URL, LLM_MODEL if wanted)');
    const baseUrl = env['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1';
    if (!URL.canParse(baseUrl)) throw new Error('OPENAI_BASE_URL is not a URL; give it as https://host/v1');
    const openai = { baseUrl, apiKey, model: env['LLM_MODEL'] ?? 'gpt-4o-mini' };
    return { host, ports, systems, region, mode, seed, dialect, mutants, broker, openai };
  }
  const baseUrl = `http://${host}:${String(ports.model)}/v1`;
  const openai = { baseUrl, apiKey: modelKey, model: 'gpt-4o-mini' };
  return { host, ports, systems, region, mode, seed, dialect, mutants, broker, openai };
}

function readMode(text = 'scripted'): Settings['mode'] {
  if (text === 'scripted' || text === 'varied' || text === 'external') return text;
  throw new Error(`SANDBOX_MODEL=${text} is not known: it is scripted, varied or external`);
}

function readSeed(name: string, text = ''): number {
  if (text === '') return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name}=${text} is not usable: it is a whole number from 0 to 999999999`);
}

function readBroker(text = '', servers = ''): BrokerChoice {
  const kind = text === '' ? 'stand-in' : text;
  if (kind === 'stand-in' || kind === 'apache') return { kind };
  if (kind !== 'external') {
    throw new Error(`SANDBOX_BROKER=${kind} is not known: it is stand-in, apache or external`);
  }
  if (!/^[^\s:,]+:\d{1,5}(,[^\s:,]+:\d{1,5})*$/.test(servers)) {
    throw new Error('SANDBOX_BROKER=external needs SANDBOX_BROKER_SERVERS: host:port, with commas between');
  }
  return { kind, servers };
}

function readMutants(text = 'off'): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new Error(`SANDBOX_MUTANTS=${text} is not usable: it is on or off`);
}
