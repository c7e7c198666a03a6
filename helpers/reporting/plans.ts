/** Annotations of a test that carries out these cases of the plan. */
export const plans = (...ids: string[]): { type: string; description: string }[] =>
  ids.map((description) => ({ type: 'plan', description }));
