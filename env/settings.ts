import type { Offer } from './tags.ts';

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

export type Values = Readonly<Record<string, string | undefined>>;

/** Where values come from, for what is said about them. */
export interface Origin {
  /** Names that the shell sets, and not the file. */
  readonly shell: ReadonlySet<string>;
  /** Names whose value in the file ends at a # that is not in quotes. */
  readonly cut: ReadonlySet<string>;
}

/** Longer than any answer is worth waiting for, and far below what a timer can hold. Seconds. */
const longest = 3600;

/** Reads single values, and collects what is missing or malformed instead of throwing at the first. */
export class Reader {
  readonly secrets: string[] = [];
  readonly lacking: Offer[] = [];
  /** Where APIs answer, without credentials. */
  readonly baseUrls: string[] = [];
  /** `user:password` of the HTTP URLs that hold one, by name of the value; the URLs go on without. */
  readonly accounts = new Map<string, string>();
  /** The first thing that is wrong with each value. */
  private readonly found = new Map<string, string>();

  constructor(
    private readonly values: Values,
    private readonly origin: Origin = { shell: new Set(), cut: new Set() },
  ) {}

  /** One sentence for each value that is wrong, with the name of its variable first. */
  get problems(): string[] {
    return [...this.found].map(([name, what]) => {
      if (what.startsWith('=')) return `${name}${what}`;
      return `${name} ${what}${this.origin.shell.has(name) ? '; the shell sets it' : ''}`;
    });
  }

  /** Whether all that is wrong stands in the shell. */
  get blamesShell(): boolean {
    return [...this.found.keys()].every((name) => this.origin.shell.has(name));
  }

  /** Notes what is wrong with a value: `is …`, or `=value is …`. */
  problem(name: string, what: string): void {
    if (!this.found.has(name)) this.found.set(name, what);
  }

  optional(name: string): string | undefined {
    const value = this.values[name] || undefined;
    if (value?.includes('CHANGE_ME')) this.problem(name, 'still holds CHANGE_ME: put the real value there');
    if (this.origin.cut.has(name))
      this.problem(name, 'is cut off at its #, which begins a comment: put the value into single quotes');
    return value;
  }

  /** A value that must not appear in any artefact. */
  secret(name: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined) this.secrets.push(value);
    return value;
  }

  text(name: string, meaning: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problem(name, `is missing (${meaning})`);
    return value ?? '';
  }

  url(name: string, meaning: string, protocols: readonly string[] = ['http:', 'https:']): string {
    const value = this.text(name, meaning);
    if (value === '') return value;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || !protocols.includes(url.protocol)) {
      this.problem(
        name,
        `is no URL that starts with ${protocols.map((text) => `${text}//`).join(' or ')} (${meaning})`,
      );
    } else if (url.password || url.username) {
      const [user = '', password = ''] = [url.username, url.password].map((text) => this.decoded(name, text));
      this.secrets.push(...[url.password, password].filter((text) => text !== ''));
      if (!/^https?:$/.test(url.protocol)) return value;
      // Playwright prints the URLs that it is given.
      this.accounts.set(name, `${user}:${password}`);
      return value.replace(/^(https?:\/\/)[^/]*@/i, '$1');
    }
    return value;
  }

  /** Where an API answers. */
  baseUrl(name: string, meaning: string): string {
    const value = this.url(name, `base URL of ${meaning}`);
    if (URL.canParse(value)) {
      const { origin, pathname } = new URL(value);
      this.baseUrls.push(`${origin}${pathname}`.replace(/\/$/, ''));
    }
    return value;
  }

  seconds(name: string, meaning: string): number {
    const value = this.text(name, meaning);
    if (value === '') return 0;
    const seconds = Number(value);
    if (!(seconds > 0 && seconds <= longest))
      this.problem(name, `is no number of seconds above 0 and up to ${String(longest)} (${meaning})`);
    return seconds * 1000;
  }

  flag(name: string, meaning: string, fallback: 'yes' | 'no' = 'no'): boolean {
    const value = this.optional(name) ?? fallback;
    if (value !== 'yes' && value !== 'no') this.problem(name, `is neither yes nor no (${meaning})`);
    return value === 'yes';
  }

  /** A number above 0, or the one given where the value is absent. */
  numberOr(name: string, meaning: string, fallback: number): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    if (!(Number(value) > 0 && Number.isFinite(Number(value)))) this.problem(name, `is no number above 0 (${meaning})`);
    return Number(value);
  }

  private decoded(name: string, text: string): string {
    try {
      return decodeURIComponent(text);
    } catch {
      this.problem(name, 'has a % in its password that starts no escape: write it as %25');
      return '';
    }
  }
}

/** An S3 bucket whose variables begin with this prefix; `bucket` says what it is for. */
export function storageSettings(read: Reader, prefix: string, bucket: string): StorageSettings {
  const endpoint = `${prefix}_S3_ENDPOINT`;
  const accessKeyId = read.optional(`${prefix}_S3_ACCESS_KEY_ID`);
  const secretAccessKey = read.optional(`${prefix}_S3_SECRET_ACCESS_KEY`);
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    read.problem(`${prefix}_S3_ACCESS_KEY_ID`, `and ${prefix}_S3_SECRET_ACCESS_KEY go together: set both or neither`);
  }
  if (secretAccessKey) read.secrets.push(secretAccessKey);
  // AWS does; of an emulator nobody knows.
  const enforces = read.flag(`${prefix}_S3_ENFORCES_SIGNED_URLS`, 'whether an emulator checks presigned URLs');
  if (!enforces && read.optional(endpoint) !== undefined) read.lacking.push('@signed-urls');
  return {
    bucket: read.text(`${prefix}_S3_BUCKET`, bucket),
    region: read.text(`${prefix}_S3_REGION`, 'AWS region of the bucket'),
    endpoint: read.optional(endpoint) === undefined ? undefined : read.url(endpoint, 'S3 endpoint of an emulator'),
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  };
}
