import type { Environment } from './environments.ts';
import { iepSettings, type IepSettings } from './systems/iep.ts';

export type { IepSettings } from './systems/iep.ts';

/** Patience of an HTTP client, in milliseconds: for a call, and added by each model call that it causes. */
export interface Patience {
  readonly request: number;
  readonly llmCall: number;
}

export interface StorageSettings {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  /** Absent: the AWS default chain. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export interface LearnLikeMagicSettings {
  readonly apiUrl: string;
  readonly patience: Patience;
  readonly databaseUrl: string;
  readonly storage: StorageSettings;
  /** An API listener whose database refuses; only where the environment offers fault control. */
  readonly outageApiUrl: string | undefined;
  /** Where answers and failures of the model are set; only where the environment offers it. */
  readonly modelControlUrl: string | undefined;
}

/** One entry for each system that the suite knows; a system that the environment does not host is absent. */
export interface SystemSettings {
  readonly learnlikemagic?: LearnLikeMagicSettings;
  readonly iep?: IepSettings;
}

type Values = Readonly<Record<string, string | undefined>>;

/** Reads single values, and collects what is missing or malformed instead of throwing at the first. */
export class Reader {
  readonly problems: string[] = [];
  readonly secrets: string[] = [];

  constructor(private readonly values: Values) {}

  optional(name: string): string | undefined {
    return this.values[name] || undefined;
  }

  text(name: string, meaning: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is missing (${meaning})`);
    return value ?? '';
  }

  url(name: string, meaning: string, protocols: readonly string[] = ['http:', 'https:']): string {
    const value = this.text(name, meaning);
    if (value === '') return value;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || !protocols.includes(url.protocol)) {
      this.problems.push(
        `${name} is no URL that starts with ${protocols.map((text) => `${text}//`).join(' or ')} (${meaning})`,
      );
    } else if (url.password) {
      this.secrets.push(url.password, ...this.decoded(name, url.password));
    }
    return value;
  }

  seconds(name: string, meaning: string): number {
    const value = this.text(name, meaning);
    if (value === '') return 0;
    const seconds = Number(value);
    if (!(seconds > 0 && Number.isFinite(seconds)))
      this.problems.push(`${name} is no number of seconds above 0 (${meaning})`);
    return seconds * 1000;
  }

  /** A number above 0, or the one given where the value is absent. */
  numberOr(name: string, meaning: string, fallback: number): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    if (!(Number(value) > 0 && Number.isFinite(Number(value))))
      this.problems.push(`${name} is no number above 0 (${meaning})`);
    return Number(value);
  }

  private decoded(name: string, password: string): string[] {
    try {
      return [decodeURIComponent(password)];
    } catch {
      this.problems.push(`${name} has a % in its password that starts no escape: write it as %25`);
      return [];
    }
  }
}

function storageSettings(read: Reader, prefix: string): StorageSettings {
  const endpoint = `${prefix}_S3_ENDPOINT`;
  const accessKeyId = read.optional(`${prefix}_S3_ACCESS_KEY_ID`);
  const secretAccessKey = read.optional(`${prefix}_S3_SECRET_ACCESS_KEY`);
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    read.problems.push(
      `${prefix}_S3_ACCESS_KEY_ID and ${prefix}_S3_SECRET_ACCESS_KEY go together: set both or neither`,
    );
  }
  if (secretAccessKey) read.secrets.push(secretAccessKey);
  return {
    bucket: read.text(`${prefix}_S3_BUCKET`, 'bucket of the page images'),
    region: read.text(`${prefix}_S3_REGION`, 'AWS region of the bucket'),
    endpoint: read.optional(endpoint) === undefined ? undefined : read.url(endpoint, 'S3 endpoint of an emulator'),
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  };
}

function learnlikemagicSettings(read: Reader, offers: Environment['offers']): LearnLikeMagicSettings {
  const controlled = offers.faultControl || offers.scriptedModel;
  return {
    apiUrl: read.url('LEARNLIKEMAGIC_API_URL', 'base URL of the LearnLikeMagic API'),
    patience: {
      request: read.seconds('LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS', 'patience for one call'),
      llmCall: read.seconds('LEARNLIKEMAGIC_LLM_CALL_SECONDS', 'patience that each model call adds'),
    },
    databaseUrl: read.url('LEARNLIKEMAGIC_DATABASE_URL', 'PostgreSQL connection', ['postgresql:', 'postgres:']),
    storage: storageSettings(read, 'LEARNLIKEMAGIC'),
    outageApiUrl: offers.faultControl
      ? read.url('LEARNLIKEMAGIC_OUTAGE_API_URL', 'API listener whose database refuses')
      : undefined,
    modelControlUrl: controlled ? read.url('LEARNLIKEMAGIC_MODEL_CONTROL_URL', 'control URL of the model') : undefined,
  };
}

/** The settings of the systems that an environment hosts, the secrets among them, and every problem found. */
export function systemSettings(
  environment: Environment,
  values: Values,
): { settings: SystemSettings; secrets: string[]; problems: string[] } {
  const read = new Reader(values);
  const hosts = (system: string): boolean => environment.systems.includes(system);
  const settings: SystemSettings = {
    ...(hosts('learnlikemagic') ? { learnlikemagic: learnlikemagicSettings(read, environment.offers) } : {}),
    ...(hosts('iep') ? { iep: iepSettings(read, environment.offers) } : {}),
  };
  return { settings, secrets: read.secrets, problems: read.problems };
}
