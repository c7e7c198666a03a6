import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:storeText:/,
    reason: 'the contract lays down no way to store a text: the suite only uses what the environment offers (d.6)',
  },
  {
    mutants: /^event:spellcheck:source-respelled$/,
    reason: 'of the first command of a pipeline the source is not laid down (a.2, d.2)',
  },
];
