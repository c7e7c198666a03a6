export type ConflictType = 'version_conflict' | 'retry_exhausted' | 'database_error' | 'resolved_after_retry';

export interface Conflict {
  timestamp: string;
  student_id: string;
  academic_year: string;
  attempted_version: number;
  conflict_type: ConflictType;
  retry_count: number;
  resolution_time_ms: number;
  error_message: string | null;
}

export interface Performance {
  timestamp: string;
  operation: string;
  duration_ms: number;
  success: boolean;
}

/** How much is kept and for how long (contract 6). */
const capacity = { conflicts: 1000, performance: 2000, health: 100 };
const retentionMs = 24 * 3_600_000;

/** Requests to exactly these paths are not counted. */
const uncounted = new Set(['/health', '/metrics', '/monitoring']);

/** The counters of this process, lost when it ends (contract 6). */
export class Monitor {
  #conflicts: Conflict[] = [];
  #performance: Performance[] = [];
  #totals = { operations: 0, conflicts: 0, retries: 0 };
  #active = 0;
  readonly startedAt = Date.now();

  /** Counts the work as active while it runs. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#active += 1;
    try {
      return await work();
    } finally {
      this.#active -= 1;
    }
  }

  recordRequest({
    method,
    path,
    status,
    durationMs,
  }: Record<'method' | 'path', string> & Record<'status' | 'durationMs', number>): void {
    if (uncounted.has(path)) return;
    this.#totals.operations += 1;
    const operation = `${method} ${path}`;
    keep(
      this.#performance,
      { timestamp: now(), operation, duration_ms: durationMs, success: status < 500 },
      capacity.performance,
    );
  }

  recordConflict(conflict: Omit<Conflict, 'timestamp'>): void {
    this.#totals.conflicts += 1;
    this.#totals.retries += conflict.retry_count;
    keep(this.#conflicts, { timestamp: now(), ...conflict }, capacity.conflicts);
  }

  status(): Record<string, number> {
    return {
      total_operations: this.#totals.operations,
      total_conflicts: this.#totals.conflicts,
      total_retries: this.#totals.retries,
      active_operations: this.#active,
      conflict_events_stored: this.#conflicts.length,
      performance_metrics_stored: this.#performance.length,
      health_snapshots_stored: 0,
    };
  }

  /** Newest first. */
  conflictsSince(hours: number): Conflict[] {
    return since(this.#conflicts, hours);
  }

  /** Newest first. */
  performanceSince(hours: number): Performance[] {
    return since(this.#performance, hours);
  }

  /** Drops what is older than 24 hours. */
  cleanUp(): void {
    const oldest = new Date(Date.now() - retentionMs).toISOString();
    this.#conflicts = this.#conflicts.filter(({ timestamp }) => timestamp >= oldest);
    this.#performance = this.#performance.filter(({ timestamp }) => timestamp >= oldest);
  }
}

function now(): string {
  return new Date().toISOString();
}

function keep<T>(stored: T[], item: T, most: number): void {
  stored.push(item);
  if (stored.length > most) stored.shift();
}

function since<T extends { timestamp: string }>(stored: readonly T[], hours: number): T[] {
  const oldest = new Date(Date.now() - hours * 3_600_000).toISOString();
  return stored.filter(({ timestamp }) => timestamp >= oldest).reverse();
}
