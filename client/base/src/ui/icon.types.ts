import type { LucideIcon } from '@lucide/svelte';

/** Any icon of @lucide/svelte, imported one by one: `import X from '@lucide/svelte/icons/x'`. */
export type Icon = LucideIcon;
