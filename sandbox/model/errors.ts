/** A refusal in OpenAI's shape. */
export class ModelError extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, details: { type?: string; param?: string; code?: string } = {}) {
    super(message);
    this.status = status;
    this.type = details.type ?? typeOf(status);
    this.param = details.param ?? null;
    this.code = details.code ?? null;
  }

  body(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** The error that the provider would give with this status, for a rule that asks for one. */
export function providerError(status: number): ModelError {
  if (status === 429) {
    return new ModelError(429, 'Rate limit reached for requests', { code: 'rate_limit_exceeded', type: 'requests' });
  }
  if (status === 401) return new ModelError(401, 'Incorrect API key provided', { code: 'invalid_api_key' });
  return status >= 500
    ? new ModelError(status, 'The server had an error while processing your request')
    : new ModelError(status, 'The request was refused');
}

function typeOf(status: number): string {
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
