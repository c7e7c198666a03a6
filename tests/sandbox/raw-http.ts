import { request } from 'node:http';

/** An answer as it came over the wire. */
export interface Raw {
  status: number;
  /** Names and values, in order and in their own case. */
  headers: readonly string[];
  headerOf: (name: string) => string | undefined;
  pieces: number;
  text: string;
}

export type Ask = (method: string, path: string, body?: string, headers?: Record<string, string>) => Promise<Raw>;

/** Calls below a base URL, each on a connection of its own. */
export const ask =
  (url: string): Ask =>
  (method, path, body, sent = {}) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...sent };
      const outgoing = request(url + path, { method, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0, rawHeaders, headers: byName } = answer;
          const headerOf = (name: string): string | undefined => byName[name]?.toString();
          const whole = Buffer.concat(chunks).toString('utf8');
          resolve({ status, headers: rawHeaders, headerOf, pieces: chunks.length, text: whole });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

/** How many of these values differ. */
export const distinct = (values: readonly unknown[]): number =>
  new Set(values.map((value) => JSON.stringify(value))).size;
