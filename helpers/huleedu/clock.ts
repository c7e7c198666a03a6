/** The time of this machine, as payloads carry it. */
export const now = (): string => new Date(performance.timeOrigin + performance.now()).toISOString();
