/** A pattern of Redis as a test of Latin-1 texts: `*`, `?`, `[a-c]`, `[^a]`, and a backslash before what stands for itself. */
export function globTest(pattern: string): (text: string) => boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '*') source += source.endsWith('.*') ? '' : '.*';
    else if (character === '?') source += '.';
    else if (character === '[') {
      const { set, end } = readSet(pattern, at + 1);
      source += set;
      at = end;
    } else if (character === '\\' && at + 1 < pattern.length) source += quoted(pattern.charAt((at += 1)));
    else source += quoted(character);
  }
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}

/** Reads from behind the bracket to the closing one, or to the end where there is none. */
function readSet(pattern: string, start: number): { set: string; end: number } {
  let at = start;
  const negated = pattern.charAt(at) === '^';
  if (negated) at += 1;
  let ranges = '';
  for (; at < pattern.length && pattern.charAt(at) !== ']'; at += 1) {
    if (pattern.charAt(at) === '\\' && at + 1 < pattern.length) {
      ranges += quoted(pattern.charAt((at += 1)));
    } else if (pattern.charAt(at + 1) === '-' && at + 2 < pattern.length) {
      const [low = '', high = ''] = [pattern.charAt(at), pattern.charAt(at + 2)].sort();
      ranges += `${quoted(low)}-${quoted(high)}`;
      at += 2;
    } else ranges += quoted(pattern.charAt(at));
  }
  // An empty set matches nothing, its opposite everything, in both languages.
  return { set: `[${negated ? '^' : ''}${ranges}]`, end: at };
}

const quoted = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
