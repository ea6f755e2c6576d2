import { readSession } from '../features/session/session.ts';
import type { PageLoad } from './$types';

/** Who is at this desk. The page shows the way to sign in when it is nobody, or nobody who dispatches. */
export const load: PageLoad = async ({ fetch }) => ({ session: await readSession(fetch) });
