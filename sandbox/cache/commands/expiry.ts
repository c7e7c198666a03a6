import { Failure } from '../replies.ts';
import { integerIn, overflows } from './command.ts';

/** When a key ends, in milliseconds since the epoch. Throws what Redis says for this command. */
export function expiryOf(
  command: string,
  value: Buffer,
  unit: { milliseconds: boolean; absolute: boolean; positive: boolean },
): number {
  const number = integerIn(value);
  const milliseconds = unit.milliseconds ? number : number * 1000n;
  const at = milliseconds + (unit.absolute ? 0n : BigInt(Date.now()));
  if ((unit.positive && number <= 0n) || overflows(milliseconds) || overflows(at))
    throw new Failure(`ERR invalid expire time in '${command}' command`);
  return Number(at);
}
