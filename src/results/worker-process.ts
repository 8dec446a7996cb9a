/** The engine's process seen from the extension: starts it when needed, pairs calls with answers, survives its death. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Cancelled, DomainError } from '../domain/errors';
import type { CallOptions } from '../domain/ports';
import { ResultsError } from '../domain/results-error';
import type { CallName, Calls, FromWorker, WireError, WorkerSettings } from './messages';

export interface WorkerOptions {
  /** The bundle of `worker-start.ts`. */
  readonly path: string;
  /** Arguments for Node itself. */
  readonly execArgv?: readonly string[];
  readonly settings: WorkerSettings;
}

type Progress = Extract<FromWorker, { kind: 'progress' }>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly pending: Map<number, Pending>;
  /** Counts starts, so that a caller can tell that what it opened is gone. */
  readonly generation: number;
  /** Rejects when the engine cannot be loaded. */
  readonly ready: Promise<unknown>;
}

export class WorkerProcess {
  #running: Running | undefined;
  #generation = 0;
  #calls = 0;
  #disposed = false;

  readonly #options: WorkerOptions;
  readonly #onProgress: (progress: Progress) => void;

  constructor(options: WorkerOptions, onProgress: (progress: Progress) => void) {
    this.#options = options;
    this.#onProgress = onProgress;
  }

  /** The process that answers now; starts one when there is none. Rejects with `engineMissing` when it cannot run. */
  async generation(): Promise<number> {
    const running = this.#start();
    await running.ready;
    return running.generation;
  }

  /** The process id, while one runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  async call<Name extends CallName>(
    name: Name,
    params: Calls[Name]['params'],
    options: CallOptions = {},
  ): Promise<Calls[Name]['answer']> {
    const { signal } = options;
    if (signal?.aborted) throw new Cancelled();
    const running = this.#start();
    await running.ready;
    return this.#ask(running, name, params, signal);
  }

  async #ask<Name extends CallName>(
    running: Running,
    name: Name,
    params: Calls[Name]['params'],
    signal?: AbortSignal,
  ): Promise<Calls[Name]['answer']> {
    if (this.#running !== running) throw crashed();
    this.#calls += 1;
    const call = this.#calls;
    const answer = new Promise<unknown>((resolve, reject) => running.pending.set(call, { resolve, reject }));
    running.child.send({ kind: 'call', call, name, params }, (error) => {
      if (error) running.pending.get(call)?.reject(crashed(error));
    });
    const cancel = (): void => {
      if (running.child.connected) running.child.send({ kind: 'cancel', call }, () => undefined);
      running.pending.get(call)?.reject(new Cancelled());
    };
    signal?.addEventListener('abort', cancel);
    try {
      return (await answer) as Calls[Name]['answer'];
    } finally {
      signal?.removeEventListener('abort', cancel);
      running.pending.delete(call);
    }
  }

  #start(): Running {
    if (this.#disposed) throw new ResultsError('notOpen', 'The engine has been closed');
    if (this.#running) return this.#running;
    const { path, execArgv, settings } = this.#options;
    if (!existsSync(path)) throw new ResultsError('engineMissing', 'This build carries no engine');
    const child = fork(path, [], {
      execArgv: [...(execArgv ?? [])],
      // Inside VS Code the executable is Electron, which runs as plain Node when it is told to.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#generation += 1;
    const pending = new Map<number, Pending>();
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-4_000)));
    const started: { running?: Running } = {};
    const ended = (cause?: Error): void => {
      if (this.#running === started.running) this.#running = undefined;
      const error = crashed(cause, complaint.trim());
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    };
    child.on('error', ended);
    child.on('close', () => ended());
    child.on('message', (message: FromWorker) => this.#hear(pending, message));
    const running: Running = { child, pending, generation: this.#generation, ready: Promise.resolve() };
    this.#running = running;
    const ready = this.#ask(running, 'start', settings);
    // Whoever calls next waits for it and hears of its failure.
    ready.catch(() => undefined);
    started.running = { ...running, ready };
    this.#running = started.running;
    return started.running;
  }

  #hear(pending: Map<number, Pending>, message: FromWorker): void {
    if (message.kind === 'progress') {
      this.#onProgress(message);
      return;
    }
    const waiting = pending.get(message.call);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(fromWire(message.error));
  }

  /** Ends the process, unless it is working; the next call starts a new one. What it held in memory is free again. */
  restartIfIdle(): void {
    if (!this.#running || this.#running.pending.size > 0) return;
    this.#running.child.kill();
    this.#running = undefined;
  }

  dispose(): void {
    this.#disposed = true;
    this.#running?.child.kill();
    this.#running = undefined;
  }
}

function crashed(cause?: Error, words = ''): ResultsError {
  return new ResultsError('engineCrashed', words === '' ? 'The engine ended unexpectedly' : words, {}, { cause });
}

function fromWire(error: WireError): Error {
  if (error.type === 'cancelled') return new Cancelled();
  return error.type === 'domain'
    ? new DomainError(error.kind, error.message, error.facts)
    : new ResultsError(error.kind, error.message, error.facts);
}
