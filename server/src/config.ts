import { isIP } from 'node:net';
import { z } from 'zod';

/** How often something may be tried: at most `tries` times within `seconds`. */
const limit = z
  .string()
  .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,3}[smhd]$/, 'expected tries per time, as in 10/15m')
  .transform((text) => {
    const [tries = '', span = ''] = text.split('/');
    return {
      tries: Number(tries),
      seconds: Number.parseInt(span, 10) * SECONDS[span.slice(-1) as keyof typeof SECONDS],
    };
  });
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };

const onOff = z
  .enum(['on', 'off', 'true', 'false', 'yes', 'no', '1', '0'], 'expected on or off')
  .transform((text) => ['on', 'true', 'yes', '1'].includes(text));

function whole(min: number, max: number) {
  const fault = `expected a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, fault).transform(Number).pipe(z.number().min(min, fault).max(max, fault));
}

function address(protocols: string[], example: string) {
  const fault = `expected an address as in ${example}`;
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), fault);
}

const origin = address(['http:', 'https:'], 'https://board.example.org').refine(
  (text) => !URL.canParse(text) || new URL(text).origin === text.replace(/\/$/, ''),
  'expected no path after the host',
);

const timeZone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'expected an IANA name, as in Europe/Berlin');

const hostName = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text),
    'expected a host name or IP address',
  );

/** Which proxies may say whom a request comes from: none, so many in a row, or those at the addresses. */
const trust = z.string().transform((text, context) => {
  if (text === 'off') return false as const;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  const known = (part: string): boolean =>
    ['loopback', 'linklocal', 'uniquelocal'].includes(part) || isIP(part.split('/')[0] ?? '') !== 0;
  if (parts.every(known)) return parts;
  context.addIssue('expected off, the number of proxies, or their addresses separated by commas');
  return z.NEVER;
});

const URGENCIES = ['emergency', 'high', 'normal', 'low'] as const;

/** Minutes by urgency, `emergency:5,high:15,normal:60,low:240`; all four must be there. */
const minutesByUrgency = z.string().transform((text, context) => {
  const given = new Map(text.split(',').map((part) => part.trim().split(':', 2) as [string, string]));
  const minutes = URGENCIES.map((urgency) => Number(given.get(urgency)));
  if (given.size === URGENCIES.length && minutes.every((value) => Number.isInteger(value) && value > 0)) {
    const [emergency = 0, high = 0, normal = 0, low = 0] = minutes;
    return { emergency, high, normal, low };
  }
  context.addIssue('expected minutes for each urgency, as in emergency:5,high:15,normal:60,low:240');
  return z.NEVER;
});

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim().replace(/\/$/, ''))
    .filter(Boolean),
);

/** Every setting, by its name in the environment, with its default as it would be written there. */
export const settings = z.object({
  HOST: hostName.prefault('127.0.0.1').describe('Address the server listens on. `0.0.0.0` lets other machines in.'),
  PORT: whole(0, 65_535).prefault('3000').describe('Port the server listens on; 0 takes any free one.'),
  PUBLIC_URL: origin
    .optional()
    .describe('Where people reach the server, for links in mails. Without it, the address it listens on.'),
  DATA_DIR: z
    .string()
    .prefault('.data')
    .describe('Folder for the embedded database, the map made by `npm run basemap`, files and generated secrets.'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name')
    .optional()
    .describe('PostgreSQL 15 or newer to use. Without it, one is started inside `DATA_DIR`.'),
  DATABASE_CONNECTIONS: whole(2, 500)
    .prefault('10')
    .describe('Most connections each of the two pools of a process opens.'),
  REDIS_URL: address(['redis:', 'rediss:'], 'redis://host:6379')
    .optional()
    .describe('Redis through which several processes tell each other of changes. Not needed for one process.'),
  ORG_NAME: z.string().max(80).prefault('Dispatch Board').describe('Name of the organisation, on pages and in mails.'),
  ORG_TIME_ZONE: timeZone
    .prefault('Europe/Berlin')
    .describe('Time zone in which times are shown and working hours are meant.'),
  SECRET_KEY: z
    .string()
    .min(32, 'expected at least 32 characters')
    .optional()
    .describe(
      'Key that signs tracking links. Without it, one is made and kept in `DATA_DIR`; several processes need the same.',
    ),
  CORS_ORIGINS: list
    .pipe(z.array(origin))
    .prefault('')
    .describe('Origins of other sites whose pages may call the API, separated by commas.'),
  TRUST_PROXY: trust
    .prefault('off')
    .describe('Proxies whose word on the sender of a request counts: `off`, how many in a row, or their addresses.'),
  LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .prefault('info')
    .describe('How much is logged: `silent`, `fatal`, `error`, `warn`, `info`, `debug` or `trace`.'),
  DEMO: onOff
    .prefault('on')
    .describe('Whether an empty database is filled with the demo town. `npm start -- --empty` turns it off.'),
  SIMULATION: onOff
    .prefault('off')
    .describe('Whether simulated people of the demo town act from the start; can be switched on screen.'),
  TILE_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && ['{z}', '{x}', '{y}'].every((part) => text.includes(part)), {
      message: 'expected an address with {z}, {x} and {y}',
    })
    .optional()
    .describe(
      'Map tiles, as in `https://tile.example.org/{z}/{x}/{y}.png`. Without it, the map made by `npm run basemap`, or that of the demo town.',
    ),
  TILE_ATTRIBUTION: z
    .string()
    .optional()
    .describe('What the tile server wants written on the map; needed with `TILE_URL`.'),
  OSRM_URL: address(['http:', 'https:'], 'http://localhost:5000')
    .optional()
    .describe(
      'OSRM server (`osrm-routed`) whose roads tell how long driving takes. Without it, straight lines with a detour at the usual speed of the hour.',
    ),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@host:587')
    .optional()
    .describe('Mail server. Without it, mails are kept and shown on the outbox page.'),
  MAIL_FROM: z
    .string()
    .optional()
    .describe('Sender of mails, as in `Dispatch <board@example.org>`; needed with `SMTP_URL`.'),
  SESSION_DAYS: whole(1, 365).prefault('30').describe('Days without use after which a person is signed out.'),
  WALL_DAYS: whole(1, 365).prefault('90').describe('Days without use after which a wall display is signed out.'),
  RATE_SIGN_IN_PER_ACCOUNT: limit.prefault('10/15m').describe('Attempts to sign in to one account.'),
  RATE_SIGN_IN_PER_ADDRESS: limit.prefault('60/15m').describe('Attempts to sign in from one network address.'),
  RATE_REGISTER_PER_ADDRESS: limit.prefault('20/1h').describe('Registrations from one network address.'),
  RATE_RESET_PER_ACCOUNT: limit.prefault('5/1h').describe('Password reset mails for one account.'),
  RATE_RESET_PER_ADDRESS: limit.prefault('20/1h').describe('Password resets asked for from one network address.'),
  RATE_LINKS_PER_ADDRESS: limit
    .prefault('60/15m')
    .describe('Invitations, resets and wall displays opened from one network address.'),
  RATE_FILE_PER_ADDRESS: limit.prefault('20/1h').describe('Issues filed without an account from one network address.'),
  RATE_COMMANDS_PER_ACTOR: limit.prefault('600/1m').describe('Commands of one signed-in person or tracking link.'),
  IMPORT_MAX_MB: whole(1, 100_000)
    .prefault('512')
    .describe(
      'Largest file that an admin may upload for an import, MB; it is kept in `DATA_DIR` until it is imported.',
    ),
  UNDO_SECONDS: whole(0, 600)
    .prefault('20')
    .describe('Seconds in which a change can be undone, and for which its messages wait.'),
  CONFIRM_DAYS: whole(1, 365)
    .prefault('7')
    .describe('Days a household has to confirm or dispute; then the issue closes.'),
  REOPEN_DAYS: whole(0, 365).prefault('14').describe('Days in which a fixed issue can be reopened.'),
  OFFER_MINUTES: minutesByUrgency
    .prefault('emergency:5,high:15,normal:60,low:240')
    .describe('Minutes an offer waits for an answer, by urgency.'),
});

type Settings = z.infer<typeof settings>;
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<Name>;

/** The settings under their names in code: `DATABASE_URL` is `databaseUrl`. */
export type Config = Readonly<{ [Name in keyof Settings as Camel<Name>]: Settings[Name] } & { publicUrl: string }>;

/** Settings that cannot be used, each with its name and what was expected; the message lists them all. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(['These settings cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Settings that make sense only together with another. */
const NEEDS: [keyof Settings, keyof Settings][] = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['TILE_URL', 'TILE_ATTRIBUTION'],
];

/**
 * Reads all settings from the environment at once. An empty value counts as absent.
 *
 * @throws ConfigError that lists every fault.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(settings.shape).flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value] as const] : [];
    }),
  );
  const read = settings.safeParse(given);
  const faults = read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${path.slice(0, 1).join()}: ${message}`);
  for (const [name, needed] of NEEDS) {
    if (name in given && !(needed in given)) faults.push(`${needed}: needed because ${name} is set`);
  }
  if (!read.success || faults.length > 0) throw new ConfigError([...new Set(faults)]);
  const { HOST, PORT, PUBLIC_URL } = read.data;
  const publicUrl = PUBLIC_URL?.replace(/\/$/, '') ?? `http://${reachable(HOST)}:${PORT}`;
  // Object.fromEntries forgets the names; Camel is the same mapping for the compiler
  return {
    ...Object.fromEntries(Object.entries(read.data).map(([name, value]) => [camel(name), value])),
    publicUrl,
  } as Config;
}

function camel(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** "Every address" is not one that can be called. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIP(host) === 6 ? `[${host}]` : host;
}
