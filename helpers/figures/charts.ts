import { init, type EChartsCoreOption } from 'echarts';
import { countStatuses } from './coverage.ts';
import type { Figures } from './figures.ts';
import { median } from './statistics.ts';
import type { Samples } from './latency.ts';
import type { Point } from './trend.ts';

const size = { width: 900, height: 320 };
const colours = { good: '#2e7d32', bad: '#c62828', other: '#9e9e9e', first: '#1565c0', second: '#90a4ae' };

/** Drawn here as SVG: the page needs no script and no server. */
function draw(option: EChartsCoreOption, height = size.height): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: size.width, height });
  chart.setOption({ animation: false, textStyle: { fontFamily: 'sans-serif' }, legend: { bottom: 0 }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const bar = (name: string, data: readonly number[], color: string, stack?: string): object => ({
  ...{ name, type: 'bar', data, itemStyle: { color } },
  ...(stack === undefined ? {} : { stack }),
});

/** Tests by outcome, and the duration, run by run. */
export const trendChart = (points: readonly Point[]): string =>
  draw({
    grid: { left: 60, right: 60, top: 30, bottom: 70 },
    xAxis: { type: 'category', data: points.map(({ startedAt }) => startedAt.slice(5, 16).replace('T', ' ')) },
    yAxis: [
      { type: 'value', name: 'tests' },
      { type: 'value', name: 'seconds' },
    ],
    series: [
      bar(
        'passed',
        points.map(({ passed }) => passed),
        colours.good,
        'tests',
      ),
      bar(
        'failed',
        points.map(({ failed }) => failed),
        colours.bad,
        'tests',
      ),
      bar(
        'skipped',
        points.map(({ skipped }) => skipped),
        colours.other,
        'tests',
      ),
      {
        ...{ name: 'duration', type: 'line', yAxisIndex: 1, color: colours.first },
        data: points.map(({ durationMs }) => Math.round(durationMs / 1000)),
      },
    ],
  });

/** Declared statuses that were seen and not seen, by system. */
export function coverageChart({ coverage, systems }: Figures): string {
  const counts = systems.map((system) => countStatuses(coverage.filter((each) => each.system === system)));
  return draw({
    grid: { left: 140, right: 40, top: 20, bottom: 60 },
    xAxis: { type: 'value' },
    yAxis: { type: 'category', data: systems },
    series: [
      bar(
        'seen',
        counts.map(({ seen }) => seen),
        colours.good,
        'statuses',
      ),
      bar(
        'never seen',
        counts.map(({ declared, seen }) => declared - seen),
        colours.bad,
        'statuses',
      ),
    ],
  });
}

/** Seconds that tests waited for answers, and that are their own, by system. */
export function waitingChart({ waiting }: Figures): string {
  const seconds = (ms: number): number => Math.round(ms / 100) / 10;
  const sums = Object.values(waiting);
  return draw({
    grid: { left: 140, right: 40, top: 20, bottom: 60 },
    xAxis: { type: 'value', name: 's' },
    yAxis: { type: 'category', data: Object.keys(waiting) },
    series: [
      bar(
        'waiting for answers',
        sums.map(({ waitedMs }) => seconds(waitedMs)),
        colours.second,
        'time',
      ),
      bar(
        'the suite’s own',
        sums.map(({ testsMs, waitedMs }) => seconds(testsMs - waitedMs)),
        colours.first,
        'time',
      ),
    ],
  });
}

/** The fifteen slowest operations, beside the baseline’s medians. */
export function latencyChart({ latency }: Figures, baseline: Samples | undefined): string {
  const slowest = Object.entries(latency)
    .sort(([, one], [, other]) => other.p50 - one.p50)
    .slice(0, 15)
    .reverse();
  const before = slowest.map(([key]) => {
    const values = baseline?.[key] ?? [];
    return values.length === 0 ? 0 : median(values);
  });
  return draw(
    {
      grid: { left: 330, right: 40, top: 20, bottom: 60 },
      xAxis: { type: 'value', name: 'ms' },
      yAxis: { type: 'category', data: slowest.map(([key]) => key) },
      series: [
        bar('baseline', before, colours.second),
        bar(
          'this run',
          slowest.map(([, { p50 }]) => p50),
          colours.first,
        ),
      ],
    },
    520,
  );
}
