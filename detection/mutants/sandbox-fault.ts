import type { Mutant, SandboxFault } from './mutant.ts';

/** Plants a fault that the sandbox itself offers. */
export const plantInSandbox =
  (fault: SandboxFault): Mutant['plant'] =>
  async ({ sandbox }) => {
    await sandbox.plant(fault);
    await sandbox.activity();
    return async () => {
      const { applied } = await sandbox.activity();
      await sandbox.plant(null);
      return { applied };
    };
  };
