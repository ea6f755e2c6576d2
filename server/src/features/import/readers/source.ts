import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** A file's bytes as they mean something: decompressed. */
export interface Source {
  chunks: AsyncIterable<Buffer>;
  /** Bytes read of the file as it lies there. */
  bytesRead(): number;
  close(): void;
}

/** What people hand over that holds no records, by how it begins. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /^PK\u0003\u0004[^]*(\[Content_Types\]|xl\/|_rels)/,
    'is an Excel workbook (.xlsx): open it and save it as CSV UTF-8',
  ],
  [/^PK\u0003\u0004/, 'is a zip archive or an Excel workbook (.xlsx): unpack it, or save it as CSV first'],
  [/^\u00d0\u00cf\u0011\u00e0/, 'is an old Excel workbook (.xls): open it and save it as CSV UTF-8'],
  [/^version https:\/\/git-lfs/, 'is a Git LFS pointer, not the file itself: fetch that with "git lfs pull"'],
  [
    /^(\u00ef\u00bb\u00bf)?\s*<(!doctype|html|head|\?xml|!--)/i,
    'is a web page or XML, not a file of records: download it again',
  ],
  [/^%PDF/, 'is a PDF: ask the city for CSV or JSON'],
  [/^PAR1/, 'is a Parquet file: convert it to CSV first'],
  [/^SQLite format 3/, 'is an SQLite database: export its table as CSV first'],
  [/^(\u00ff\u00fe|\u00fe\u00ff)/, 'is UTF-16 text: save it as UTF-8'],
  [
    /^(BZh|\u00fd7zXZ|7z\u00bc\u00af|\u0028\u00b5\u002f\u00fd|Rar!)/,
    'is a compressed archive of a kind not known here: unpack it, or use gzip',
  ],
];

const HEAD_BYTES = 65_536;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** @throws Error with a sentence for people when a file begins like something that holds no records. */
export function refuseOthers(name: string, head: Buffer): void {
  if (head.length === 0) throw new Error(`${name} is empty`);
  const begins = head.toString('latin1', 0, 4096);
  for (const [pattern, what] of OTHERS) if (pattern.test(begins)) throw new Error(`${name} ${what}`);
  if (begins.includes('\u0000'))
    throw new Error(`${name} is a binary file of a kind not known here: expected CSV or JSON`);
}

/**
 * Opens a file, compressed with gzip or not, as a stream: files larger than memory are no matter.
 *
 * @param from bytes to leave out, decompressed. A compressed file is still unpacked up to there, which is fast.
 */
export async function openSource(path: string, from = 0): Promise<Source> {
  const compressed = await isCompressed(path);
  const file = createReadStream(path, { start: compressed ? 0 : from, highWaterMark: 262_144 });
  const stream = compressed ? file.pipe(createGunzip({ chunkSize: 262_144 })) : file;
  if (stream !== file) file.on('error', (error) => stream.destroy(error));
  let left = compressed ? from : 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (left >= chunk.length) left -= chunk.length;
      else {
        yield left > 0 ? chunk.subarray(left) : chunk;
        left = 0;
      }
    }
  }
  return {
    chunks: chunks(),
    bytesRead: () => file.bytesRead + (compressed ? 0 : from),
    close() {
      stream.destroy();
      file.destroy();
    },
  };
}

async function isCompressed(path: string): Promise<boolean> {
  const about = await stat(path);
  if (about.isDirectory()) throw new Error(`${path} is a folder: name the file in it`);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.equals(GZIP);
  } finally {
    await file.close();
  }
}

/** The first bytes of a file, decompressed. @throws Error when it holds no records by the look of it. */
export async function headOf(path: string, name: string): Promise<Buffer> {
  const source = await openSource(path);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source.chunks) {
      parts.push(chunk);
      size += chunk.length;
      if (size >= HEAD_BYTES) break;
    }
  } finally {
    source.close();
  }
  const head = Buffer.concat(parts);
  refuseOthers(name, head);
  return head;
}

/** By what a file is known again. */
export async function fingerprint(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
