import type { Icon } from './icon.types.ts';

/** One line of a menu; `'line'` separates groups. */
export type MenuItem =
  | 'line'
  | {
      readonly label: string;
      readonly icon?: Icon | undefined;
      readonly shortcut?: string | undefined;
      readonly danger?: boolean | undefined;
      /** Why it cannot be chosen now; shown below the label. */
      readonly disabledReason?: string | undefined;
      readonly select: () => void;
    };
