import { rmSync } from 'node:fs';
import path from 'node:path';
import type { DuckDbEngine } from '../../../src/results/engine';
import { makeEngine, temporaryFolder } from './engine';

export interface EngineScene {
  /** Holds what a test writes, and the engine's store; it goes with the `describe`. */
  readonly folder: string;
  readonly engine: DuckDbEngine;
}

/** Call it in a `describe`: a results engine for its tests, given to `take` before the first one. */
export function useEngine(take: (scene: EngineScene) => void): void {
  let scene: EngineScene | undefined;
  before('start a results engine', () => {
    const folder = temporaryFolder();
    scene = { folder, engine: makeEngine(path.join(folder, 'cache')) };
    take(scene);
  });
  after('end the results engine', () => {
    if (!scene) return;
    scene.engine.dispose();
    rmSync(scene.folder, { recursive: true, force: true });
  });
}
