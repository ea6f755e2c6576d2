/** From a form of the progress page to a command, the same in the browser and on the server. */
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';

export const FORM_ACTIONS = [
  'confirm',
  'dispute',
  'cancel',
  'reopen',
  'answer',
  'comment',
  'undo',
] as const satisfies readonly (Action | NoteAction)[];
export type FormAction = (typeof FORM_ACTIONS)[number];

export interface FormCommand {
  readonly action: FormAction;
  readonly body: Record<string, unknown>;
  readonly key: string;
}

/** Which field holds the words of each action, as the form and the interface both name it. */
const WORDS: Partial<Record<FormAction, 'reason' | 'text' | 'note'>> = {
  dispute: 'reason',
  cancel: 'reason',
  reopen: 'reason',
  answer: 'text',
  comment: 'text',
  confirm: 'note',
};

/** Reads a form; null when it is none of ours. Fields: `action`, `key`, `version`, and the words. */
export function commandOf(form: FormData): FormCommand | null {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const action = FORM_ACTIONS.find((known) => known === field('action'));
  const key = field('key');
  if (action === undefined || !/^[0-9a-f]{32}$/.test(key)) return null;
  const words = WORDS[action];
  const said = words === undefined ? '' : field(words);
  const version = Number(field('version'));
  return {
    action,
    key,
    body: {
      ...(words === undefined || (words === 'note' && said === '') ? {} : { [words]: said }),
      ...(action === 'comment' ? { kind: 'public' } : Number.isInteger(version) && version > 0 ? { version } : {}),
    },
  };
}

/** What is said once it is done. */
export const DONE_WORDS: Record<FormAction | 'follow', string> = {
  confirm: 'Thank you. You said it is fixed.',
  dispute: 'We are on it again. Thank you for telling us.',
  cancel: 'Your report is cancelled.',
  reopen: 'We are on it again. Thank you for telling us.',
  answer: 'Your answer is on its way.',
  comment: 'Your message is on its way.',
  undo: 'Taken back.',
  follow: 'Your new report is filed. This is its page.',
};

/** Those that can be taken back for a moment. */
export const UNDOABLE: ReadonlySet<string> = new Set<FormAction>(['confirm', 'dispute', 'cancel', 'reopen']);
