/** Contract 1.2. */
export interface UserInfo {
  id: number;
  email: string | null;
  full_name: string | null;
  role: string | null;
  is_active: boolean;
}

/** Looks users up; one that cannot be resolved is missing from the answer, and nothing is ever thrown. */
export interface Users {
  resolve(ids: readonly (number | null)[]): Promise<ReadonlyMap<number, UserInfo>>;
  isAvailable(): Promise<boolean>;
}

const timeoutMs = 10_000;
const cacheMs = 300_000;
const batchSize = 50;
const singlesAtOnce = 10;

/** The auth service as contract 9 has it asked: in batches of 50, one by one where a batch fails; found users are kept for 300 s. */
export function createUsers(baseUrl: string): Users {
  const cache = new Map<number, { user: UserInfo; until: number }>();

  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${baseUrl}/api/v1/users/${path}`, {
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The auth service answered ${String(response.status)}`);
    return response.json();
  };

  const askBatch = async (ids: readonly number[]): Promise<unknown[]> => {
    try {
      const { users } = (await ask('batch', { user_ids: ids })) as { users: unknown[] };
      return users;
    } catch {
      return askSingly(ids);
    }
  };

  const askSingly = async (ids: readonly number[]): Promise<unknown[]> => {
    const found: unknown[] = [];
    for (let start = 0; start < ids.length; start += singlesAtOnce) {
      const asked = ids.slice(start, start + singlesAtOnce).map((id) => ask(String(id)).catch(() => undefined));
      found.push(...(await Promise.all(asked)));
    }
    return found;
  };

  return {
    async resolve(ids) {
      const wanted = [...new Set(ids.filter((id) => id !== null))];
      const now = Date.now();
      const unknown = wanted.filter((id) => (cache.get(id)?.until ?? 0) <= now);
      for (let start = 0; start < unknown.length; start += batchSize) {
        for (const user of (await askBatch(unknown.slice(start, start + batchSize))).filter(isUser)) {
          cache.set(user.id, { user: infoOf(user), until: now + cacheMs });
        }
      }
      const entries = wanted.map((id) => [id, cache.get(id)] as const);
      return new Map(entries.flatMap(([id, entry]) => (entry && entry.until > now ? [[id, entry.user] as const] : [])));
    },
    isAvailable: () =>
      fetch(`${baseUrl}/health`, { signal: AbortSignal.timeout(timeoutMs) }).then(
        ({ ok }) => ok,
        () => false,
      ),
  };
}

type RawUser = { id: number } & Partial<Record<'email' | 'full_name' | 'role' | 'is_active', unknown>>;

function isUser(value: unknown): value is RawUser {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number';
}

function infoOf({ id, email, full_name, role, is_active }: RawUser): UserInfo {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { id, email: text(email), full_name: text(full_name), role: text(role), is_active: is_active !== false };
}
