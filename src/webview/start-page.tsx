import { config, t } from '@vscode/l10n';
import { render, type FunctionComponent } from 'preact';
import type { Model, PageContract, PageStart } from '../protocol/channel';
import { PageClient } from '../protocol/page-client';
import { Icon } from './components/icon';
import { formats, type Formats } from './formats';
import { PageContext, type Page } from './page';
import { ViewState } from './view-state';

export interface PageProps<C extends PageContract> {
  readonly model: Model<C>;
  readonly client: PageClient<C>;
}

/**
 * Starts a page: listens to the host, draws each model that it shows, and keeps the person's place. Drawing changes only
 * what is different, so scroll, focus and selection stay where they are.
 */
export function startPage<C extends PageContract>(contract: C, View: FunctionComponent<PageProps<C>>): void {
  const root = document.getElementById('page');
  if (!root) throw new Error('The document has no place for the page');
  const api = acquireVsCodeApi();
  const state = new ViewState(api);
  let known: Formats | undefined;
  let model: Model<C> | undefined;
  let failure: string | undefined;
  let announcement = '';

  const draw = (): void => {
    if (!known || model === undefined) return;
    const page: Page = {
      formats: known,
      state,
      announce: (text) => {
        // The same words twice are two different texts, or nobody would hear the second.
        announcement = text === announcement ? `${text}\u00a0` : text;
        draw();
      },
      fail: (text) => {
        failure = text;
        draw();
      },
    };
    const content = (
      <PageContext.Provider value={page}>
        {failure !== undefined && (
          <Failure
            text={failure}
            dismiss={() => {
              failure = undefined;
              draw();
            }}
          />
        )}
        <View model={model} client={client} />
        <div role="status" class="spoken">
          {announcement}
        </div>
      </PageContext.Provider>
    );
    state.draw(() => render(content, root));
  };

  const client = new PageClient<C>({
    contract,
    post: (message) => api.postMessage(message),
    onStart: ({ locale, strings }: PageStart) => {
      if (strings) config({ contents: strings });
      known = formats(locale);
      draw();
    },
    onShow: (next) => {
      model = next;
      draw();
    },
    onRefused: (reason) => {
      failure = t('The page could not understand its data: {0}', reason);
      draw();
    },
  });
  // Only the host can post to this window: the page's own frame is of another origin than everything else.
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => client.receive(data));
  client.ready();
}

function Failure({ text, dismiss }: { readonly text: string; readonly dismiss: () => void }) {
  return (
    <div role="alert" class="notice notice-failure notice-floating">
      <Icon name="error" tone="failure" />
      <p class="text">{text}</p>
      <button id="dismiss" type="button" class="icon-button" aria-label={t('Dismiss')} onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}
