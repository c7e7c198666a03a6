/** The time of this machine, as payloads carry it. */
export const now = (): string => new Date(performance.timeOrigin + performance.now()).toISOString();

/** Milliseconds since the epoch of a time that a service tells: naive times are UTC. */
export const instantOf = (time: string): number => Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`);
