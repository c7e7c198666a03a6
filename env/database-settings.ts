import { accessSync, constants } from 'node:fs';
import type { Reader } from './settings.ts';

const protocols = ['postgresql:', 'postgres:'];
const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];
const parts = ['HOST', 'PORT', 'NAME', 'USER', 'PASSWORD'] as const;

/** Whether any variable of this connection is set. */
export const hasDatabase = (read: Reader, prefix: string): boolean =>
  ['URL', ...parts].some((name) => read.optional(`${prefix}_${name}`) !== undefined);

/** The URL that the single parts make; empty when one of them is missing or malformed. */
function fromParts(read: Reader, prefix: string): string {
  const host = read.text(`${prefix}_HOST`, 'host of PostgreSQL');
  const name = read.text(`${prefix}_NAME`, 'name of the database');
  const user = read.text(`${prefix}_USER`, 'role of the suite');
  const port = read.optional(`${prefix}_PORT`) ?? '5432';
  const password = read.optional(`${prefix}_PASSWORD`) ?? '';
  if (!/^\d{1,5}$/.test(port)) read.problem(`${prefix}_PORT`, 'is no port');
  if (/[/@?#]/.test(host)) read.problem(`${prefix}_HOST`, 'is no name of a host');
  if (password !== '') read.secrets.push(password, encodeURIComponent(password));
  const [shownUser, shownPassword] = [user, password].map(encodeURIComponent);
  const url = `postgresql://${shownUser ?? ''}:${shownPassword ?? ''}@${host}:${port}/${encodeURIComponent(name)}`;
  return host !== '' && URL.canParse(url) ? url : '';
}

/** What a character of the password that has a meaning in a URL makes of it, if that is what is wrong. */
function isTornByPassword(value: string): boolean {
  const [, rest = ''] = value.split('//');
  if (!URL.canParse(value)) return rest.includes('@');
  const { hash, username, pathname, search } = new URL(value);
  return hash !== '' || (username === '' && (pathname + search).includes('@'));
}

function fromUrl(read: Reader, prefix: string, meaning: string): string {
  const name = `${prefix}_URL`;
  const value = read.optional(name) ?? '';
  if (protocols.some((protocol) => value.startsWith(`${protocol}//`)) && isTornByPassword(value)) {
    read.problem(
      name,
      `holds a character that has a meaning in a URL: in its user and password # is written %23, / %2F, @ %40, ? %3F and % %25; or set ${prefix}_HOST, _PORT, _NAME, _USER and _PASSWORD in its place (${meaning})`,
    );
    return '';
  }
  return read.url(name, meaning, protocols);
}

/** A value of one connection, or of all, or of its URL; and the variable that has it. */
function common(
  read: Reader,
  prefix: string,
  name: string,
  inUrl: string | null,
): [name: string, value: string | null] {
  const set = [`${prefix}_${name}`, `DATABASE_${name}`].find((variable) => read.optional(variable) !== undefined);
  return set === undefined ? [`${prefix}_URL`, inUrl] : [set, read.optional(set) ?? null];
}

/** Puts what TLS must prove into the URL. */
function addTls(read: Reader, prefix: string, url: URL): void {
  const [modeName, modeValue] = common(read, prefix, 'SSLMODE', url.searchParams.get('sslmode'));
  const [fileName, file] = common(read, prefix, 'SSLROOTCERT', url.searchParams.get('sslrootcert'));
  url.searchParams.delete('sslmode');
  url.searchParams.delete('sslrootcert');
  // As the driver calls it where it does not follow the other clients.
  const mode = modeValue === 'no-verify' ? 'require' : (modeValue ?? (file === null ? null : 'verify-full'));
  if (mode === null) return;
  if (!sslModes.includes(mode)) read.problem(modeName, `asks for sslmode ${mode}: it can be ${sslModes.join(', ')}`);
  url.searchParams.set('sslmode', mode);
  // `system` stands for the authorities that Node trusts anyway.
  if (file === null || file === 'system' || mode === 'disable') {
    if (mode === 'verify-ca')
      read.problem(modeName, `asks for verify-ca: ${prefix}_SSLROOTCERT must name the authority`);
    return;
  }
  if (!isReadable(file)) read.problem(fileName, `names an sslrootcert that cannot be read: ${file}`);
  url.searchParams.set('sslrootcert', file);
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function addPoolSize(read: Reader, prefix: string, url: URL): void {
  const [name, value] = common(read, prefix, 'POOL_SIZE', url.searchParams.get('pool_max_conns'));
  if (value === null) return;
  if (!/^[1-9]\d?$/.test(value)) read.problem(name, `allows ${value} connections: it must be a number from 1 to 99`);
  url.searchParams.set('pool_max_conns', value);
}

/**
 * A PostgreSQL connection whose variables begin with this prefix, as one URL: `<prefix>_URL`, or `_HOST`, `_PORT`, `_NAME`,
 * `_USER` and `_PASSWORD`, in which no character has to be encoded. `_SSLMODE`, `_SSLROOTCERT` and `_POOL_SIZE`, or those
 * of `DATABASE` for all, stand in the URL that is returned as `sslmode`, `sslrootcert` and `pool_max_conns`.
 */
export function databaseUrl(read: Reader, prefix: string, meaning = 'PostgreSQL connection'): string {
  const single = parts.filter((name) => read.optional(`${prefix}_${name}`) !== undefined);
  const whole = read.optional(`${prefix}_URL`) !== undefined;
  if (whole && single.length > 0) {
    read.problem(`${prefix}_URL`, `and ${prefix}_${single[0] ?? ''} exclude each other: leave one out`);
    return '';
  }
  const value = single.length > 0 ? fromParts(read, prefix) : fromUrl(read, prefix, meaning);
  if (!URL.canParse(value)) return value;
  const url = new URL(value);
  addTls(read, prefix, url);
  addPoolSize(read, prefix, url);
  return url.search === new URL(value).search ? value : url.href;
}
