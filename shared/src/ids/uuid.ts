const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

let lastMs = 0;
let sequence = 0;

/** Random bytes are asked for many ids at once: asking costs more than the bytes. */
const pool = new Uint8Array(16 * 256);
let used = pool.length;

function randomBytes(count: number): Uint8Array {
  if (used + count > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += count;
  return pool.slice(used - count, used);
}

/**
 * Makes a UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, a 12-bit counter that
 * rises within one millisecond (method 1 of §6.2), 62 random bits. Ids made by one process sort by time.
 *
 * @param now Unix time in milliseconds; injected by tests and by imports that file in the past.
 */
export function uuidv7(now: number = Date.now()): string {
  if (now === lastMs) sequence = (sequence + 1) & 0xfff;
  else {
    lastMs = now;
    const [high = 0, low = 0] = randomBytes(2);
    sequence = ((high << 8) | low) & 0x7ff;
  }
  const bytes = randomBytes(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now >>> 0);
  view.setUint16(6, 0x7000 | sequence);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  let hex = '';
  for (const byte of bytes) hex += HEX[byte] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** True for the canonical lower-case text form of any UUID. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
