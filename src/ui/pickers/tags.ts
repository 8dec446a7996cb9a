import * as vscode from 'vscode';
import type { Tag } from '../../domain/export-job';
import { checkTagKey, checkTags, checkTagValue, isReservedTagKey, MAX_TAGS } from '../../domain/rules';
import { tagProblemWords } from '../words/rules';
import { askChoice, separator, type ChoiceItem, type Outcome, type Remark, type StepFrame } from './choice';
import { askText } from './text';

export interface TagsOptions extends StepFrame {
  readonly tags: readonly Tag[];
  readonly notice?: Remark;
  /** The row that ends the editing, for so many tags. */
  doneWith(count: number): string;
  /** Called at every change, so that nothing is lost when the editing does not end with its last row. */
  onChange?(tags: readonly Tag[]): void;
}

type Choice = { readonly kind: 'done' } | { readonly kind: 'add' } | { readonly kind: 'edit'; readonly tag: Tag };

const REMOVE: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('trash'),
  get tooltip() {
    return vscode.l10n.t('Remove');
  },
};

/** Edits a set of tags: add, change, remove. Tags that AWS reserves are shown and stay. */
export async function askTags(options: TagsOptions): Promise<Outcome<readonly Tag[]>> {
  let { tags } = options;
  const change = (changed: readonly Tag[]): void => {
    tags = changed;
    options.onChange?.(tags);
  };
  const { notice, ...steps } = options;
  for (;;) {
    const outcome = await askChoice<Choice>({
      ...steps,
      ...(notice && { notice }),
      placeholder: vscode.l10n.t('Tags are optional: {0} of {1} used', editable(tags).length, MAX_TAGS),
      items: () => items(tags, options),
      onItemButton: (item, _button, { update }) => {
        if (item.value?.kind !== 'edit') return;
        const { key } = item.value.tag;
        change(tags.filter((tag) => tag.key !== key));
        update();
      },
    });
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.value.kind === 'done') return { kind: 'answer', value: tags };
    const edited = outcome.value.kind === 'edit' ? outcome.value.tag : undefined;
    const changed = await editTag(steps, tags, edited);
    if (changed === 'cancel') return { kind: 'cancel' };
    if (changed !== tags) change(changed);
  }
}

function items(tags: readonly Tag[], options: TagsOptions): readonly ChoiceItem<Choice>[] {
  const own = editable(tags);
  const problems = checkTags(own);
  return [
    ...(problems.length === 0
      ? [
          {
            label: `$(arrow-right) ${options.doneWith(own.length)}`,
            key: 'done',
            alwaysShow: true,
            value: { kind: 'done' } as const,
          },
        ]
      : []),
    ...(own.length < MAX_TAGS
      ? [
          {
            label: `$(add) ${vscode.l10n.t('Add a tag…')}`,
            key: 'add',
            alwaysShow: true,
            value: { kind: 'add' } as const,
          },
        ]
      : []),
    ...(tags.length > 0 ? [separator(vscode.l10n.t('Tags'))] : []),
    ...own.map((tag) => ({
      label: `$(tag) ${tag.key}`,
      description: tag.value,
      key: `tag:${tag.key}`,
      buttons: [REMOVE],
      value: { kind: 'edit', tag } as const,
    })),
    ...tags
      .filter(({ key }) => isReservedTagKey(key))
      .map(({ key, value }) => ({
        label: `$(lock) ${key}`,
        description: value,
        detail: vscode.l10n.t('Set by AWS; it cannot be changed'),
        key: `tag:${key}`,
      })),
  ];
}

/** The tags with one more, or one changed. Escape ends everything, Back only this. */
async function editTag(
  frame: StepFrame,
  tags: readonly Tag[],
  edited: Tag | undefined,
): Promise<readonly Tag[] | 'cancel'> {
  const others = tags.filter((tag) => tag !== edited);
  let key = edited?.key ?? '';
  for (;;) {
    if (!edited) {
      const outcome = await askText({
        ...frame,
        canGoBack: true,
        prompt: vscode.l10n.t('The key of the new tag'),
        placeholder: vscode.l10n.t('For example cost-center'),
        value: key,
        keepsBlanks: true,
        check: (text) =>
          remark(
            checkTagKey(
              text,
              others.map((other) => other.key),
            ).map(tagProblemWords)[0],
          ),
      });
      if (outcome.kind === 'cancel') return 'cancel';
      if (outcome.kind === 'back') return tags;
      key = outcome.value;
    }
    const outcome = await askText({
      ...frame,
      canGoBack: true,
      prompt: vscode.l10n.t('The value of the tag “{0}”', key),
      placeholder: vscode.l10n.t('May be empty'),
      value: edited?.value ?? '',
      keepsBlanks: true,
      check: (text) => remark(checkTagValue(text).map(tagProblemWords)[0]),
    });
    if (outcome.kind === 'cancel') return 'cancel';
    if (outcome.kind === 'answer') {
      const tag = { key, value: outcome.value };
      return edited ? tags.map((one) => (one === edited ? tag : one)) : [...tags, tag];
    }
    if (edited) return tags;
  }
}

function editable(tags: readonly Tag[]): readonly Tag[] {
  return tags.filter(({ key }) => !isReservedTagKey(key));
}

function remark(message: string | undefined): { severity: 'error'; message: string } | undefined {
  return message === undefined ? undefined : { severity: 'error', message };
}
