/** A process to be killed by tests: starts the embedded PostgreSQL of a folder, says where, and waits. */
import { startEmbeddedPostgres } from './embedded.ts';

const [dataDir = '', elsewhere] = process.argv.slice(2);
const database = await startEmbeddedPostgres({
  dataDir,
  ...(elsewhere !== undefined && { elsewhere }),
  log: (line) => void process.stderr.write(`${line}\n`),
});
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void database.stop();
});
process.stdout.write(`${JSON.stringify(database)}\n`);
