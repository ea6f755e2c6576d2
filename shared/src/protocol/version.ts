/**
 * Raised with every change of the wire (events.ts, schema.ts, issues/views.ts, board/reference.ts, shifts/schedule.ts).
 * Screens of another version reload.
 */
export const PROTOCOL_VERSION = 6;
