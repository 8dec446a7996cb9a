import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { ERROR_KINDS } from '../../../src/domain/errors';
import { COMMANDS, SETTINGS, SETTINGS_SECTION, VIEW_JOBS } from '../../../src/ui/contribution';

interface Manifest {
  name: string;
  publisher: string;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  icon: string;
  l10n?: string;
  contributes: {
    commands: { command: string; title: string; category: string }[];
    views: Record<string, { id: string; name: string }[]>;
    viewsContainers: { activitybar: { id: string; title: string; icon: string }[] };
    viewsWelcome: { view: string; contents: string; when: string }[];
    menus: Record<string, { command: string }[]>;
    configuration: { properties: Record<string, { default?: unknown; scope?: string; markdownDescription?: string }> };
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

describe('The manifest', () => {
  const { contributes } = manifest;

  it('declares every command of the code, and no other, in one category', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(COMMANDS).sort());
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Forecast Backtests']);
  });

  it('names only files and folders that are there', () => {
    const { icon, l10n } = manifest;
    const pictures = contributes.viewsContainers.activitybar.map((container) => container.icon);
    const named = [icon, ...pictures, ...(l10n === undefined ? [] : [l10n])];
    assert.deepEqual(
      named.filter((place) => !existsSync(place)),
      [],
    );
  });

  it('offers in menus only commands that exist', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    const offered = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      offered.filter((command) => !known.has(command)),
      [],
    );
  });

  it('describes every setting of the code, with a default and a scope', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.keys(properties).sort(),
      Object.values(SETTINGS)
        .map((name) => `${SETTINGS_SECTION}.${name}`)
        .sort(),
    );
    for (const [name, property] of Object.entries(properties)) {
      assert.ok(property.default !== undefined, `${name} has a default`);
      assert.ok(property.scope !== undefined, `${name} has a scope`);
      assert.ok(property.markdownDescription !== undefined, `${name} has a description`);
    }
  });

  it('has the view "Export Jobs" in the container "Forecast Backtests"', () => {
    assert.equal(words[unwrap(contributes.viewsContainers.activitybar[0]?.title)], 'Forecast Backtests');
    const view = contributes.views['forecastBacktests']?.[0];
    assert.equal(view?.id, VIEW_JOBS);
    assert.equal(words[unwrap(view.name)], 'Export Jobs');
  });

  it('has a welcome text for every kind of error, so an empty view is never silent', () => {
    const silent = ERROR_KINDS.filter(
      (kind) => !contributes.viewsWelcome.some(({ when }) => new RegExp(`\\b${kind}\\b`, 'u').test(when)),
    );
    assert.deepEqual(silent, []);
  });

  it('puts every text into package.nls.json, and nothing more', () => {
    const used = new Set(
      Array.from(readFileSync('package.json', 'utf8').matchAll(/"%([^%"]+)%"/gu), (match) => match[1] ?? ''),
    );
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  it('links in welcome texts only to commands that exist', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    const linked = Object.values(words).flatMap((text) =>
      Array.from(text.matchAll(/command:([\w.]+)/gu), (m) => m[1] ?? ''),
    );
    assert.deepEqual(
      linked.filter((command) => !known.has(command)),
      [],
    );
  });

  it('asks for no newer VS Code in its types than in its engine', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });
});

function unwrap(text: string | undefined): string {
  return text?.replace(/^%|%$/gu, '') ?? '';
}
