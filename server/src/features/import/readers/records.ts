import { csvHead, csvRows } from './csv.ts';
import { jsonHead, jsonRows } from './json.ts';
import type { FileHead, Position, Row } from './row.ts';
import { headOf, openSource } from './source.ts';

/** What a file of records is, by its beginning. @throws Error with a sentence for people when it holds none. */
export async function lookInto(path: string, name: string): Promise<FileHead> {
  const head = await headOf(path, name);
  const begins = head
    .toString('latin1', 0, 64)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (!begins.startsWith('[') && !begins.startsWith('{')) return csvHead(name, head);
  const source = await openSource(path);
  try {
    return await jsonHead(name, source.chunks);
  } finally {
    source.close();
  }
}

export interface RecordFile {
  /** As many rows at once as came in together; read once. */
  rows: AsyncIterable<Row[]>;
  /** Bytes read of the file as it lies there. */
  bytesRead(): number;
  close(): void;
}

/** Opens the rows of a file from a position on. */
export async function openRecords(path: string, head: FileHead, from: Position = head.first): Promise<RecordFile> {
  const source = await openSource(path, from.offset);
  return {
    rows: head.kind === 'csv' ? csvRows(source.chunks, head, from) : jsonRows(source.chunks, from),
    bytesRead: () => source.bytesRead(),
    close: () => {
      source.close();
    },
  };
}

/** The first rows of a file. */
export async function firstRows(path: string, head: FileHead, count: number): Promise<Row[]> {
  const file = await openRecords(path, head);
  const found: Row[] = [];
  try {
    for await (const rows of file.rows) {
      found.push(...rows);
      if (found.length >= count) break;
    }
  } finally {
    file.close();
  }
  return found.slice(0, count);
}
