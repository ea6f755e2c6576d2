import { join } from 'node:path';

/** Where uploaded files and their reports are kept. The folder is one for all processes of a board (docs/configuration.md). */
export function uploadPaths(dataDir: string, id: string): { folder: string; file: string; report: string } {
  const folder = join(dataDir, 'imports');
  return { folder, file: join(folder, id), report: join(folder, `${id}.faults.csv`) };
}
