import type { Feature } from '../../platform/feature.ts';
import { route } from '../../platform/http/route.ts';
import type { Mail } from '../../platform/mail/mail.ts';
import { visibleMails } from './mails.policy.ts';

export interface MailsDeps {
  mail: Pick<Mail, 'outbox' | 'jobs'>;
  /** Mail addresses of all owners. */
  ownerAddresses(): Promise<string[]>;
}

const SHOWN = 200;

/** The outbox page: what was sent, or would have been with a mail server. */
export function createMails({ mail, ownerAddresses }: MailsDeps): Feature {
  return {
    jobs: mail.jobs,
    routes: [
      route({
        method: 'GET',
        path: '/mails',
        allow: (ability) => ability.can('read', 'mail'),
        handle: async ({ who }) => ({ body: visibleMails(who, await mail.outbox(SHOWN), await ownerAddresses()) }),
      }),
    ],
  };
}
