import { readPreferences } from '../features/preferences/preferences.svelte.ts';
import { readSession } from '../features/session/session.ts';
import { isDispatcher } from '@dispatch/shared/access/roles';
import type { PageLoad } from './$types';

/** Who is at this desk, and how they like it. The page shows the way to sign in when it is nobody, or nobody who dispatches. */
export const load: PageLoad = async ({ fetch }) => {
  const session = await readSession(fetch);
  const who = session.kind === 'done' ? session.value.who : null;
  const atDesk = who !== null && isDispatcher(who.kind) && !who.kiosk;
  return { session, preferences: atDesk ? await readPreferences(fetch) : null };
};
