import { createContext } from 'svelte';
import type { Sharing } from './sharing.svelte.ts';

export const [useSharing, provideSharing] = createContext<Sharing>();
