import type { Action } from '@dispatch/shared/issues/lifecycle';

/** Keys for the selected issue, pressed alone; shown on the buttons and in the help. */
export const ACTION_KEYS: Partial<Record<Action, string>> = {
  triage: 'T',
  edit: 'E',
  plan: 'P',
  assign: 'A',
  reassign: 'A',
  accept: 'Y',
  withdraw: 'W',
  depart: 'O',
  arrive: 'R',
  hold: 'H',
  resume: 'G',
  finish: 'D',
  ask: 'Q',
  merge: 'M',
  confirm: 'C',
  dispute: 'I',
  reopen: 'B',
  reject: 'J',
  cancel: 'X',
};

/** The action a key means for what can be done now: the first that is possible, else the first that has the key. */
export function actionFor(key: string, possible: (action: Action) => boolean): Action | null {
  const actions = Object.entries(ACTION_KEYS)
    .filter(([, own]) => own === key.toUpperCase())
    .map(([action]) => action as Action);
  return actions.find(possible) ?? actions[0] ?? null;
}
