/** From a form of the progress page to a command, the same in the browser and on the server. */
import { availabilityFrom } from '@dispatch/base/features/availability/words';
import { isTimeZone, zoneOf } from '@dispatch/shared/promises/zone';
import { instantFrom, type Availability } from '@dispatch/shared/wishes/availability';
import { WISHES, type Wish } from '@dispatch/shared/wishes/wish';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';

export const FORM_ACTIONS = [
  'confirm',
  'dispute',
  'cancel',
  'reopen',
  'answer',
  'comment',
  'wish',
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
      ...(action === 'wish' ? availabilityOf(field) : {}),
      ...(action === 'comment' ? { kind: 'public' } : Number.isInteger(version) && version > 0 ? { version } : {}),
    },
  };
}

/** An empty range, which the interface refuses with a word to the field. */
const NONE: Availability = { availableFrom: 0, availableTo: 0, flexible: false };

/** Fields: `when` is one of the choices or `own`; then `day`, `from`, `to`, on the clock of `zone`. */
function availabilityOf(field: (name: string) => string): Availability {
  if (field('when') !== 'own') return availabilityFrom(field('when')) ?? NONE;
  if (!isTimeZone(field('zone'))) return NONE;
  const zone = zoneOf(field('zone'));
  const [availableFrom, availableTo] = [field('from'), field('to')].map((time) =>
    instantFrom(field('day'), time, zone),
  );
  return availableFrom == null || availableTo == null ? NONE : { availableFrom, availableTo, flexible: false };
}

/** What the household says of someone who has been there; null when the form is none of ours. */
export function visitorOf(form: FormData): { readonly contractorId: string; readonly wish: Wish | null } | null {
  const [contractorId, wish] = [form.get('contractor'), form.get('wish')];
  if (typeof contractorId !== 'string' || !/^[0-9a-f-]{36}$/.test(contractorId)) return null;
  if (wish === '') return { contractorId, wish: null };
  const known = WISHES.find((one) => one === wish);
  return known === undefined ? null : { contractorId, wish: known };
}

/** What is said once it is done. */
export const DONE_WORDS: Record<FormAction | 'follow', string> = {
  confirm: 'Thank you. You said it is fixed.',
  dispute: 'We are on it again. Thank you for telling us.',
  cancel: 'Your report is cancelled.',
  reopen: 'We are on it again. Thank you for telling us.',
  answer: 'Your answer is on its way.',
  comment: 'Your message is on its way.',
  wish: 'Thank you. The office knows when it suits you.',
  undo: 'Taken back.',
  follow: 'Your new report is filed. This is its page.',
};

/** Those that can be taken back for a moment. */
export const UNDOABLE: ReadonlySet<string> = new Set<FormAction>(['confirm', 'dispute', 'cancel', 'reopen', 'wish']);
