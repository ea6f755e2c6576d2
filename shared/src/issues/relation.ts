/** How two issues belong together. Pure. */

/** What is kept, read from the issue it stands on: `caused_by`: this one comes from the other; `related` has no direction. */
export const RELATIONS = ['related', 'caused_by', 'follows', 'split_from'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Those a person may say; a split says its own. */
export const RELATING = ['related', 'caused_by', 'follows'] as const satisfies readonly Relation[];

/** How an issue's drawer names another, from its own side. */
export type RelatedHow = Relation | 'causes' | 'followed_by' | 'split_into' | 'merged_into' | 'merged_from';

/** The same relation seen from the other issue. */
export const SEEN_FROM_OTHER: Record<Relation, RelatedHow> = {
  related: 'related',
  caused_by: 'causes',
  follows: 'followed_by',
  split_from: 'split_into',
};

/** Before the other issue's reference, as screens say it. */
export const RELATED_WORDS: Record<RelatedHow, string> = {
  related: 'Related to',
  caused_by: 'Caused by',
  causes: 'Cause of',
  follows: 'Follows',
  followed_by: 'Followed by',
  split_from: 'Split from',
  split_into: 'Split into',
  merged_into: 'Merged into',
  merged_from: 'Merged from',
};
