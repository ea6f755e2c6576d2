import { readSession } from '../../features/session/session.ts';
import type { PageLoad } from './$types';

/** Who is at this screen: a wall display, someone of the staff, or nobody yet. */
export const load: PageLoad = async ({ fetch }) => ({ session: await readSession(fetch) });
