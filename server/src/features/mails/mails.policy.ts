import type { OutboxMail } from '@dispatch/shared/people/person';
import type { Asker } from '../../platform/http/route.ts';

/** What an admin sees of a mail to an owner: a link in it would make the reader an owner. */
const HIDDEN = 'Only owners may read mails to owners.';

/** The outbox as this asker may see it. */
export function visibleMails(
  who: Pick<Asker, 'kind'>,
  mails: readonly OutboxMail[],
  owners: readonly string[],
): OutboxMail[] {
  if (who.kind === 'owner') return [...mails];
  const hidden = new Set(owners.map((address) => address.toLowerCase()));
  return mails.map((mail) => (hidden.has(mail.to.toLowerCase()) ? { ...mail, text: HIDDEN } : mail));
}
