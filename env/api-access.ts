import type { Reader } from './settings.ts';

/** Headers with which a protected API lets the suite in. They go to the base URLs of its system and nowhere else. */
export type AccessHeaders = Readonly<Record<string, string>>;

const isHeader = (entry: [string, unknown]): entry is [string, string] =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(entry[0]) && typeof entry[1] === 'string' && /^[^\r\n]+$/.test(entry[1]);

const basic = (account: string): string => `Basic ${Buffer.from(account).toString('base64')}`;

/** The account that stands in a system's URLs or beside them; undefined where there is none. */
function accountOf(read: Reader, prefix: string): string | undefined {
  const names = { user: `${prefix}_API_USERNAME`, password: `${prefix}_API_PASSWORD` };
  const [user, password] = [read.optional(names.user), read.secret(names.password)];
  if ((user === undefined) !== (password === undefined))
    read.problem(names.user, `and ${names.password} go together: set both or neither`);
  if (user !== undefined && password !== undefined) return `${user}:${password}`;
  const inUrls = new Map([...read.accounts].filter(([name]) => name.startsWith(`${prefix}_`)));
  const [account, other] = new Set(inUrls.values());
  if (other !== undefined)
    read.problem(names.user, `is missing: ${[...inUrls.keys()].join(' and ')} name different accounts`);
  return account;
}

function fixedHeaders(read: Reader, prefix: string): AccessHeaders {
  const name = `${prefix}_API_HEADERS`;
  const text = read.optional(name);
  if (text === undefined) return {};
  const entries = entriesOf(text);
  if (entries?.every(isHeader)) {
    read.secrets.push(...entries.map(([, value]) => value));
    return Object.fromEntries(entries.map(([header, value]) => [header.toLowerCase(), value]));
  }
  read.problem(name, `is no JSON object of header names and texts, such as '{"x-tenant":"qa"}'`);
  return {};
}

function entriesOf(text: string): [string, unknown][] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the values of a system say of getting in, by the start of their names: a bearer token or an account (in the URLs or
 * beside them), an API key in a header of its own, any other fixed headers. All of it is secret.
 */
export function accessHeaders(read: Reader, prefix: string): AccessHeaders {
  const token = read.secret(`${prefix}_API_BEARER_TOKEN`);
  const account = accountOf(read, prefix);
  if (token !== undefined && account !== undefined)
    read.problem(`${prefix}_API_BEARER_TOKEN`, 'and an account go into the same header: set one of them');
  const authorization = token === undefined ? account && basic(account) : `Bearer ${token}`;
  if (authorization) read.secrets.push(authorization.replace(/^\w+ /, ''));
  const key = read.secret(`${prefix}_API_KEY`);
  const keyName = read.optional(`${prefix}_API_KEY_HEADER`) ?? 'x-api-key';
  return {
    ...fixedHeaders(read, prefix),
    ...(authorization ? { authorization } : {}),
    ...(key === undefined ? {} : { [keyName.toLowerCase()]: key }),
  };
}
