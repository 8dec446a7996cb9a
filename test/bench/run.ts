/** Measures: `npm run bench` all, `npm run bench -- NAME` one. Every number is measured on this machine, in this run. */
import { benchLoadAll } from './load-all';
import { benchProfiles } from './profiles';
import { benchResults } from './results';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  'load-all': benchLoadAll,
  profiles: benchProfiles,
  results: benchResults,
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new Error(`No bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n--- ${name} ---`);
    await bench();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
