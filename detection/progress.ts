import { countOf, percent } from './score.ts';
import type { Trials } from './trials.ts';

const everyMs = 5_000;

/** Says every few seconds how far the run is and how long it will take; the function returned ends that. */
export function showProgress({ all }: Trials, log: (line: string) => void): () => void {
  const start = performance.now();
  const first = countOf(all).open;
  const timer = setInterval(() => {
    const { killed, survived, timedOut, unreachable, waived, open, score } = countOf(all);
    const done = first - open;
    const left = done === 0 ? '' : `, about ${minutes(((performance.now() - start) / done) * open)} left`;
    const share = score === undefined ? '' : ` (${percent(score)})`;
    const others = `${String(survived)} survived, ${String(timedOut)} timed out, ${String(unreachable + waived)} others`;
    log(`${String(all.length - open)}/${String(all.length)}: ${String(killed)} killed${share}, ${others}${left}`);
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}

const minutes = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${String(Math.ceil(milliseconds / 1000))} s` : `${(milliseconds / 60_000).toFixed(1)} min`;
