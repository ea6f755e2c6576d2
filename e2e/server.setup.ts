import { join } from 'node:path';
import { startBoard } from './server.ts';

/** The board with the demo town that the tests share; ends with the run. */
export default async function setUp(): Promise<() => Promise<void>> {
  const board = await startBoard();
  process.env['E2E_URL'] = board.url;
  process.env['E2E_ACCOUNTS'] = join(board.dataDir, 'demo-accounts.json');
  return () => board.stop();
}
