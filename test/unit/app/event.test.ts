import assert from 'node:assert/strict';
import { Emitter } from '../../../src/app/event';

describe('An event', () => {
  it('reaches every listener, the same function twice when it subscribed twice', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): unknown => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('is heard no more after its emitter was disposed', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event((value) => heard.push(value));
    emitter.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });

  it('reaches the other listeners when one fails, and the failure is not hidden', async () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('broken view');
    });
    emitter.event((value) => heard.push(value));

    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const surfaced = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
      emitter.fire(7);
      assert.deepEqual(heard, [7]);
      assert.equal((await surfaced).message, 'broken view');
    } finally {
      for (const other of others) process.on('uncaughtException', other);
    }
  });
});
