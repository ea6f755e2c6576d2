import { resolve } from '$app/paths';
import { redirect } from '@sveltejs/kit';

/** The administration begins with its people. */
export const load = (): never => redirect(307, `${resolve('/')}admin/people`);
