import { readSession } from '../../features/session/session.ts';
import type { PageLoad } from './$types';

/** Who is at this desk. */
export const load: PageLoad = async ({ fetch }) => ({ session: await readSession(fetch) });
