/** An answer of the app: `{"detail": …}` with this status. */
export class Refusal extends Error {
  readonly status: number;
  readonly detail: string | object;
  constructor(status: number, detail: string | object) {
    super(typeof detail === 'string' ? detail : 'refused with an object');
    this.status = status;
    this.detail = detail;
  }
}
