import type { Action } from '@dispatch/shared/issues/lifecycle';

/** Keys for the selected issue, pressed alone; taken up by the table of operations. */
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
  split: 'S',
  merge: 'M',
  confirm: 'C',
  dispute: 'I',
  reopen: 'B',
  reject: 'J',
  cancel: 'X',
  pin: '.',
  wish: ',',
};
