/**
 * Runs one folder of tests in Node: `tsx test/support/run-mocha.ts FOLDER TIMEOUT [RETRIES]`. Every `*.test.ts` below it takes
 * part. Retries are for tests that drive a whole VS Code, which a busy machine can make late; each one is told.
 * Ends with 0 when at least one test ran and none failed.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { COUNTS_FILE, GREP, runAndCount, STRICT } from './mocha-counts';
import { PROJECT } from './paths';

async function main([folder = '', timeout = '10000', retries = '0']: readonly string[]): Promise<number> {
  const root = path.join(PROJECT, folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  const grep = process.env[GREP];
  const mocha = new Mocha({
    ...STRICT,
    timeout: Number(timeout),
    retries: Number(retries),
    ...(grep === undefined ? {} : { fgrep: grep }),
  });
  for (const file of files) mocha.addFile(path.join(root, file));
  await mocha.loadFilesAsync();
  const counts = await runAndCount(mocha);
  const file = process.env[COUNTS_FILE];
  if (file !== undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts, undefined, 2));
  }
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
