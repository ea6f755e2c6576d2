/** The composition root: the one file that knows every feature. */
import { createHash } from 'node:crypto';
import { abilitiesOf } from '@dispatch/shared/access/abilities';
import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { accountLimits, createAccounts, createHasher, type Hasher } from './features/accounts/index.ts';
import { createArrivals } from './features/arrivals/index.ts';
import { createBasemap } from './features/basemap/index.ts';
import { createBoard, createRoomReader } from './features/board/index.ts';
import { createCategories } from './features/categories/index.ts';
import { createContractors } from './features/contractors/index.ts';
import { createDemo } from './features/demo/index.ts';
import { createDispatching } from './features/dispatching/index.ts';
import { createDistricts } from './features/districts/index.ts';
import { createExport } from './features/export/index.ts';
import { createFilters } from './features/filters/index.ts';
import { createHandover } from './features/handover/index.ts';
import { createHouseholds } from './features/households/index.ts';
import { createUploadFeature } from './features/import/index.ts';
import { createIssues } from './features/issues/index.ts';
import { createMails } from './features/mails/index.ts';
import { createNotifications } from './features/notifications/index.ts';
import { createOffers } from './features/offers/index.ts';
import { createOrganisation } from './features/organisation/index.ts';
import { createPlanning, createTravel } from './features/planning/index.ts';
import { createPositions } from './features/positions/index.ts';
import { createPreferences } from './features/preferences/index.ts';
import { createPresence } from './features/presence/index.ts';
import { createPromises } from './features/promises/index.ts';
import { createReference } from './features/reference/index.ts';
import { createShifts } from './features/shifts/index.ts';
import { createTeams } from './features/teams/index.ts';
import { createWishes } from './features/wishes/index.ts';
import type { Database } from './platform/database/database.ts';
import type { Feature } from './platform/feature.ts';
import { createFeed } from './platform/feed/feed.ts';
import type { Asker } from './platform/http/route.ts';
import { addJobs } from './platform/jobs/add.ts';
import { cleanupDoor } from './platform/jobs/cleanup.ts';
import type { NewJob } from './platform/jobs/door.ts';
import { createMail, smtpTransport } from './platform/mail/mail.ts';
import { createRateLimits, subscriberOf } from './platform/rate/rate.ts';
import { createSessions } from './platform/sessions/lucia.ts';

export interface ComposeOptions {
  config: Config;
  database: Database;
  log: Logger;
  /** Unix ms. */
  clock?: () => number;
  /** Signs tracking links. */
  secret: string;
  hasher?: Hasher;
  /** A connected Redis client for limits that hold over all nodes. */
  redis?: unknown;
  /** What only exists once the servers run. */
  live: {
    /** Called after each commit: there is something to read. */
    committed(): void;
    /** Cuts every connection of a room, on all nodes. */
    cut(room: string): void;
    /** Where this node listens. */
    url(): string;
  };
}

/** The system's own timers. */
export const SYSTEM: Asker = {
  kind: 'system',
  name: null,
  sessionId: null,
  address: '',
  ability: abilitiesOf({ kind: 'system' }),
};

/** Builds all features on one database and wires them to each other; starts nothing. */
export function compose(options: ComposeOptions) {
  const { config, database, log, clock = Date.now, secret, live } = options;
  const { pool } = database;
  const feed = createFeed(database);
  const publicUrl = config.publicUrl;
  const committed = (): void => {
    live.committed();
  };
  const cut = (room: string): void => {
    live.cut(room);
  };
  const writer = { database, committed, clock };
  const queue = async (jobs: NewJob[]): Promise<void> => {
    await addJobs(pool, jobs);
  };

  const rates = createRateLimits({
    limits: {
      ...accountLimits(config),
      fileAddress: config.rateFilePerAddress,
      commandActor: config.rateCommandsPerActor,
    },
    ...(options.redis !== undefined && { redis: options.redis }),
    log,
  });
  const sessions = createSessions({
    database,
    clock,
    days: config.sessionDays,
    kioskDays: config.wallDays,
    // Browsers share cookies between ports of one host: each copy has a name of its own.
    cookieName: `dispatch_${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`,
  });
  const mail = createMail({
    database,
    clock,
    log,
    addJobs: queue,
    transport: config.smtpUrl === undefined ? null : smtpTransport(config.smtpUrl),
    from: config.mailFrom ?? 'Dispatch Board <board@localhost>',
  });

  const organisation = createOrganisation({
    ...writer,
    configured: {
      name: config.orgName,
      timeZone: config.orgTimeZone,
      tileUrl: config.tileUrl ?? null,
      tileAttribution: config.tileAttribution ?? null,
      undoSeconds: config.undoSeconds,
      reopenDays: config.reopenDays,
      phone: null,
      dispatching: USUAL_DISPATCHING,
    },
  });
  const categories = createCategories(writer);
  const districts = createDistricts(writer);
  const teams = createTeams(writer);
  const contractors = createContractors(writer);
  const households = createHouseholds({ database });
  const promises = createPromises({ ...writer, timeZone: () => organisation.service.timeZone() });
  const positions = createPositions({ pool, clock, log });
  const countCommand = (who: Asker): Promise<void> =>
    rates.take('commandActor', who.userId ?? who.issueId ?? subscriberOf(who.address));
  const issues = createIssues({
    database,
    clock,
    committed,
    secret,
    log,
    feed,
    cut,
    settings: {
      undoSeconds: config.undoSeconds,
      confirmDays: config.confirmDays,
      reopenDays: config.reopenDays,
      offerMinutes: config.offerMinutes,
    },
    promises: () => promises.service.book(),
    districts: () => districts.service.index(),
    limits: {
      // Whoever is signed in is counted with its commands; anyone else by its address.
      file: (who) =>
        who.userId === undefined
          ? rates.take('fileAddress', subscriberOf(who.address))
          : rates.take('commandActor', who.userId),
      command: countCommand,
    },
    publicPosition: (issueId) => positions.publicPosition(issueId),
  });
  const accounts = createAccounts({
    database,
    log,
    clock,
    sessions,
    rates,
    mail,
    committed,
    publicUrl,
    hasher: options.hasher ?? createHasher(),
    realtime: { cut },
    addJobs: queue,
    contractors: contractors.service,
    secure: publicUrl.startsWith('https:'),
    organisation: () => organisation.service.current(),
    readLink: (token) => issues.service.readLink(token),
  });
  const travel = createTravel({ url: config.osrmUrl, log, clock });
  const board = createBoard({ pool, contractorsText: (ids) => contractors.service.text(ids) });
  const wishes = createWishes({
    pool,
    issues: issues.service,
    clock,
    system: SYSTEM,
    settings: { undoSeconds: config.undoSeconds },
    limit: countCommand,
  });
  const planning = createPlanning({
    database,
    clock,
    issues: issues.service,
    organisation: () => organisation.service.current(),
    travel,
    log,
    limit: countCommand,
    favoursFor: (issueId) => wishes.service.favoursFor(issueId),
  });
  const arrivals = createArrivals({
    pool,
    issues: issues.service,
    reader: planning.reader,
    organisation: () => organisation.service.current(),
    clock,
    system: SYSTEM,
    settings: { undoSeconds: config.undoSeconds },
    log,
  });
  const demo = createDemo({
    database,
    log,
    clock,
    sessions,
    issues: issues.service,
    secure: publicUrl.startsWith('https:'),
    url: () => live.url(),
  });
  const features: Feature[] = [
    accounts,
    organisation,
    categories,
    districts,
    teams,
    households,
    promises,
    issues,
    board,
    // Positions are forgotten first, then contractors' rows are read.
    positions,
    contractors,
    createShifts({ ...writer, contractorsText: (ids) => contractors.service.text(ids) }),
    createPresence(),
    createHandover({ ...writer, issues: issues.service, limit: countCommand }),
    createFilters({ ...writer, limit: countCommand }),
    createPreferences({ pool, clock, limit: countCommand }),
    createReference({ pool, configured: organisation.service.configured }),
    createMails({ mail, ownerAddresses: () => accounts.service.ownerAddresses() }),
    createNotifications({
      database,
      mail,
      publicUrl,
      issues: issues.service,
      organisation: () => organisation.service.current(),
      settings: { undoSeconds: config.undoSeconds },
    }),
    wishes,
    planning,
    createDispatching({
      pool,
      issues: issues.service,
      reader: planning.reader,
      changes: planning.changes,
      organisation: () => organisation.service.current(),
      system: SYSTEM,
      log,
    }),
    arrivals,
    createOffers({ database, clock, log, issues: issues.service, system: SYSTEM }),
    demo,
    createExport({ pool, clock }),
    createUploadFeature({ database, config, clock, log, timeZone: () => organisation.service.timeZone() }),
    createBasemap({ dataDir: config.dataDir, bundled: () => demo.service.basemap() }),
  ];
  const projections = features.flatMap((feature) => feature.projections ?? []);
  return {
    features,
    feed,
    projections,
    routes: features.flatMap((feature) => feature.routes ?? []),
    doors: features.flatMap((feature) => feature.sockets ?? []),
    jobDoors: [
      ...features.flatMap((feature) => feature.jobs ?? []),
      // A key is good for 60 days; sessions and tokens are swept by accounts, mails by mail.
      cleanupDoor({ pool, clock, log, expiries: [{ table: 'idempotency_keys', column: 'created_at', days: 60 }] }),
    ],
    reader: createRoomReader({
      pool,
      feed,
      issues: issues.service,
      projections: () => projections,
      contractors: () => contractors.service.list(),
    }),
    accounts: accounts.service,
    issues: issues.service,
    wishes: wishes.service,
    arrivals: arrivals.service,
    organisation: organisation.service,
    categories: categories.service,
    demo: demo.service,
    travel,
    sessions,
  };
}

export type House = ReturnType<typeof compose>;
