import { readSession } from '../../features/session/session.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch }) => ({ session: await readSession(fetch) });
