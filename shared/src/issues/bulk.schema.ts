/** What `POST /issues/bulk` takes: many commands, each as it would be sent alone. */
import { z } from 'zod';
import { MOST_IN_BULK } from './bulk.ts';
import { ACTIONS, NOTE_ACTIONS } from './lifecycle.ts';
import { id } from './schema.ts';

export const bulkCommands = z.strictObject({
  commands: z
    .array(
      z.strictObject({
        /** 32 hexadecimal digits, as the Idempotency-Key of a single command. */
        key: z.string().regex(/^[0-9a-f]{32}$/),
        id,
        action: z.enum([...ACTIONS, ...NOTE_ACTIONS]),
        /** The body of the single command, held against its own schema: a fault in it is that item's answer. */
        input: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(MOST_IN_BULK),
});
export type BulkCommands = z.infer<typeof bulkCommands>;
