import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Registration } from '@dispatch/shared/people/schema';
import { subscriberOf } from '../../platform/rate/rate.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { AccountMails } from './accounts.mails.ts';
import type { User } from './accounts.model.ts';
import type { AccountsRepo } from './accounts.repo.ts';
import { accountKey, type AccountsDeps, type From } from './door.ts';
import type { InvitationService } from './invitation.service.ts';
import { isAddressTaken } from './faults.ts';
import type { RecordsRepo } from './records.repo.ts';
import { refuseWeak } from './weak-password.ts';

/** People who make an account for themselves. */
export function registrationService(
  deps: AccountsDeps,
  repo: AccountsRepo,
  records: RecordsRepo,
  mails: AccountMails,
  invitations: InvitationService,
) {
  const { database, hasher, rates, mail, log } = deps;

  async function insert(user: User, input: Registration): Promise<void> {
    const admins = input.kind === 'staff' ? await repo.addressesOf(['owner', 'admin'], { active: true }) : [];
    await database.knex.transaction(async (within) => {
      await repo.insert(user, within);
      if (input.kind === 'household') {
        const { address = '', lat = null, lon = null } = input;
        const { id: userId, name, email, phone } = user;
        await records.insertHousehold({ userId, name, email, phone, address, lat, lon }, within);
      }
      for (const admin of admins) await mail.send(mails.waiting(admin, user.name, user.email), within);
    });
    log.info({ user: user.id, kind: input.kind }, 'registered');
  }

  /** The owner of an address that is taken hears of it by mail; whoever tried does not. */
  async function tellOwner(email: string): Promise<void> {
    const owner = await repo.byEmail(email);
    if (owner === null || owner.status === 'deactivated') return;
    try {
      await rates.take('mailAccount', accountKey(email));
    } catch (error) {
      if (error instanceof Refusal) return;
      throw error;
    }
    if (owner.status === 'invited') await database.knex.transaction((within) => invitations.sendLink(owner, within));
    else await mail.send(mails.alreadyRegistered(owner.email, owner.name));
  }

  return {
    /**
     * Makes an account; a household's works at once, staff waits for an admin. Answers alike, after the same hashing,
     * when the address is taken.
     */
    async register(input: Registration, from: Pick<From, 'address'>): Promise<{ status: 'active' | 'pending' }> {
      await rates.take('registerAddress', subscriberOf(from.address));
      const { name, email, phone = null } = input;
      refuseWeak(input.password, input);
      const status = input.kind === 'household' ? 'active' : 'pending';
      const role = input.kind === 'household' ? 'household' : 'operator';
      const passwordHash = await hasher.hash(input.password);
      try {
        await insert({ id: uuidv7(), role, status, email, passwordHash, name, phone, teamId: null }, input);
      } catch (error) {
        if (!isAddressTaken(error)) throw error;
        await tellOwner(email);
      }
      return { status };
    },
  };
}
