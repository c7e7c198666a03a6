import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportsDirectory } from '../../env/reports.ts';

const root = path.join(import.meta.dirname, '..', '..');
const allure = path.join(root, 'node_modules', 'allure', 'cli.js');
const report = path.join(reportsDirectory, 'allure', 'index.html');
const history = path.join(reportsDirectory, 'history');
const totals = path.join(reportsDirectory, 'run.json');

/** Generates the report of the last run, with the history that is kept beside it. Throws one line when it cannot. */
function generate(): void {
  if (!existsSync(allure)) {
    throw new Error(
      'The report needs a package that is not installed: "npm ci --workspaces=false", without --omit=dev',
    );
  }
  const results = path.join(reportsDirectory, 'allure-results');
  if (!existsSync(results)) throw new Error(`${results} is not there: run "npx playwright test" first`);
  mkdirSync(history, { recursive: true });
  const { status } = spawnSync(process.execPath, [allure, 'generate', results], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('allure generate failed');
  // So that generating once more adds nothing to the history.
  if (existsSync(totals)) copyFileSync(totals, path.join(history, 'last-run.json'));
}

// Allure embeds a script that tells a third party who reads the report.
const analytics =
  /<script[^>]*src="https:\/\/www\.googletagmanager\.com[^>]*><\/script>\s*<script>[^<]*gtag\([^<]*<\/script>/g;

/** Takes the analytics out of the report that `allure generate` wrote. Throws when there is no report to finish. */
function finish(): void {
  if (!existsSync(report))
    throw new Error('reports/allure holds no report: run "npx playwright test", then "npm run report"');
  const html = readFileSync(report, 'utf8').replaceAll(analytics, '');
  if (html.includes('googletagmanager')) {
    throw new Error(
      'The report holds analytics in another form: allure has changed, adapt helpers/reporting/report.ts',
    );
  }
  writeFileSync(report, html);
}

/** Opens a file with what the platform opens files with; nothing happens where there is no display. */
function open(file: string): void {
  const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open', file],
    win32: ['cmd', '/c', 'start', '""', file],
    linux: ['xdg-open', file],
  };
  const [command, ...parameters] = commands[process.platform] ?? [];
  if (command !== undefined) spawnSync(command, parameters, { stdio: 'ignore' });
}

try {
  generate();
  finish();
  process.stdout.write(`${pathToFileURL(report).href}\n`);
  open(report);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
