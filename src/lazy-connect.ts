import type { Connect, SignInPrompts } from './domain/ports';
import type { OutputLog } from './ui/output-log';
import type { Settings } from './ui/settings';

/** Connects through the AWS bundle, which is loaded at the first use; the sample account has a bundle of its own. */
export function lazyConnect(log: OutputLog, settings: Settings, prompts: SignInPrompts): Connect {
  let connect: Connect | undefined;
  return async (choice) => {
    const { createConnect } = await import('./aws/index');
    connect ??= createConnect({
      log,
      env: process.env,
      prompts,
      sample: async () => (await import('./sample/index')).createSampleAccount(settings.sample).handle,
    });
    return connect(choice);
  };
}
