/** Does one after the other, whichever fails; what failed is thrown at the end, in one Error. */
export async function inTurn(...steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new Error(failures.map((error) => (error instanceof Error ? error.message : String(error))).join('\n'));
}
