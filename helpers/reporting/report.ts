import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const report = path.join(import.meta.dirname, '..', '..', 'reports', 'allure', 'index.html');

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
  finish();
  process.stdout.write(`${pathToFileURL(report).href}\n`);
  open(report);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
