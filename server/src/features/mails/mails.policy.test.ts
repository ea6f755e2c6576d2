import { expect, test } from 'vitest';
import { visibleMails } from './mails.policy.ts';

const mail = (to: string) => ({
  id: to,
  to,
  subject: 'Choose a new password',
  text: `link for ${to}`,
  at: 0,
  sentAt: null,
});
const mails = [mail('Boss@example.org'), mail('olga@example.org')];

test('an owner reads every mail', () => {
  expect(visibleMails({ kind: 'owner' }, mails, ['boss@example.org'])).toEqual(mails);
});

test('an admin does not read what is written to owners: a link in it would make the reader one', () => {
  const seen = visibleMails({ kind: 'admin' }, mails, ['boss@EXAMPLE.org']);
  expect(seen[0]?.text).toBe('Only owners may read mails to owners.');
  expect(seen[1]).toEqual(mails[1]);
});
