import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** What must never be written to a log, wherever in a record it stands. */
const SECRETS = ['authorization', 'cookie', '["set-cookie"]', 'password', 'token', 'secret', 'url'];

/**
 * The server's log: one JSON object a line on standard output. Values of headers and fields that carry secrets are
 * left out; addresses (`path`) go through {@link maskPath}.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = SECRETS.flatMap((name) =>
    name.startsWith('[') ? [name, `*${name}`] : [name, `*.${name}`, `*.*.${name}`],
  );
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[left out]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      path: (path: unknown) => (typeof path === 'string' ? maskPath(path) : path),
      err: (error: unknown) => (error instanceof Error ? withoutRows(stdSerializers.err(error)) : error),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What PostgreSQL's driver tells beside the message: whole rows and values, personal ones too. */
const ROWS = new Set([
  'detail',
  'where',
  'hint',
  'query',
  'internalQuery',
  'parameters',
  'bindings',
  'nativeError',
  'client',
]);

function withoutRows(error: object): object {
  return Object.fromEntries(Object.entries(error).filter(([name]) => !ROWS.has(name)));
}

/**
 * An address without what would let its reader in or says whom it is about: the query, and whatever follows `/t/`
 * (tracking links), `/reset/`, `/invitation/`, `/verify/` and their routes of the interface.
 */
export function maskPath(address: string): string {
  const path = address.split(/[?#]/, 1)[0] ?? '';
  return path.replace(/(^|\/)(t|reset|invitation|invite|verify|invitations|password-resets)\/[^/]+/g, '$1$2/…');
}
