import { apiCheck } from '../preflight/api.ts';
import type { SystemChecks } from '../preflight/check.ts';

/** What a run of Agora relies on: it looks into no store, and cleans up through the API. */
export const checks: SystemChecks = ({ agora }, scope) =>
  agora
    ? [apiCheck({ url: agora.apiUrl, headers: agora.headers, timeout: agora.patience.request }, { path: '/ok' }, scope)]
    : [];
