/** For tests: a node whose dispatcher names each event in a job that nobody runs. Argument: the database's URL. */
import { pino } from 'pino';
import { openDatabase } from '../database/database.ts';
import { createFeed } from '../feed/feed.ts';
import { startJobs } from './jobs.ts';

const url = process.argv[2] ?? '';
await startJobs({
  url,
  feed: createFeed(openDatabase(url, { connections: 2 })),
  log: pino({ level: 'silent' }),
  pollMs: 2,
  doors: [{ jobsFor: (events) => events.map((event) => ({ task: 'nobody', payload: { event: event.id } })) }],
});
process.stdout.write('runs\n');
