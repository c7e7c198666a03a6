// Plain JavaScript, because attach.mjs reads it without any package or transpiler.

/**
 * Every system that the sandbox can run: a folder here whose `deployment.ts` says how it is put together. A system's place decides
 * which block of ports it has, so a new one goes to the end.
 */
export const systems = ['learnlikemagic', 'iep', 'huleedu', 'agora'];

/**
 * The systems that `SANDBOX_SYSTEMS` names, with commas between; all when it is not set. Throws one clear line.
 * @param {string | undefined} variable
 * @returns {string[]}
 */
export function wantedSystems(variable) {
  if (variable === undefined || variable === '') return systems;
  const wanted = [...new Set(variable.split(','))];
  const unknown = wanted.filter((name) => !systems.includes(name));
  if (unknown.length === 0) return wanted;
  throw new Error(
    `SANDBOX_SYSTEMS=${variable} is not usable: there is no ${unknown.join(', ')}, only ${systems.join(', ')}`,
  );
}
