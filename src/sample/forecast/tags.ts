import { operation } from './context';
import type { Context } from './context';
import { BY_RESOURCE, TAG_RESOURCE, UNTAG_RESOURCE } from './inputs';
import type { WireTag } from './inputs';
import { invalidInput, limitExceeded, notFound } from './refusals';
import type { Resource } from './resources';

export const tagResource = operation(TAG_RESOURCE, (input, context) => {
  const { tags } = taggable(input.ResourceArn, context);
  const added = input.Tags.filter(({ Key }) => !tags.has(Key)).length;
  checkTags(input.Tags, tags.size + added - input.Tags.length, context);
  for (const { Key, Value } of input.Tags) tags.set(Key, Value);
  return {};
});

export const untagResource = operation(UNTAG_RESOURCE, (input, context) => {
  const { tags } = taggable(input.ResourceArn, context);
  for (const key of input.TagKeys) tags.delete(key);
  return {};
});

export const listTags = operation(BY_RESOURCE, (input, context) => {
  const { tags } = taggable(input.ResourceArn, context);
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
});

/** Checks what the shapes cannot say: unique keys, the reserved prefix, and the quota with `others` tags beside them. */
export function checkTags(tags: readonly WireTag[], others: number, context: Context): void {
  const limit = context.settings.quotas.tags;
  if (tags.length + others > limit) throw limitExceeded('Maximum number of tags', limit);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Tag keys must be unique.');
  }
  if (tags.some(({ Key }) => /^aws:/iu.test(Key))) {
    throw invalidInput('Tag keys that start with aws: are reserved for AWS use.');
  }
}

function taggable(arn: string, { region }: Context): Resource {
  const resource = region.exportJobs.get(arn) ?? region.predictors.get(arn) ?? region.datasetGroups.get(arn);
  if (!resource) throw notFound(arn);
  return resource;
}
