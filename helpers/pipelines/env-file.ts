import { writeEnvFile } from '../../env/pipeline.ts';

try {
  process.stdout.write(`${writeEnvFile()} written\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
