import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Fault } from './city-record.ts';

/** Where lines that could not be imported are told: a CSV of line, field and reason, made only when there is one. */
export class FaultReport {
  readonly path: string;
  /** Lines with at least one fault. */
  lines = 0;
  #last = 0;
  #file: WriteStream | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /** Begins anew: an earlier report of the same name goes. */
  static async open(path: string): Promise<FaultReport> {
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    return new FaultReport(path);
  }

  add({ line, field, reason }: Fault): void {
    if (!this.#file) {
      this.#file = createWriteStream(this.path);
      this.#file.write('line,field,reason\r\n');
    }
    if (line !== this.#last) this.lines += 1;
    this.#last = line;
    this.#file.write(`${String(line)},${quoted(field)},${quoted(reason)}\r\n`);
  }

  async close(): Promise<void> {
    if (!this.#file) return;
    this.#file.end();
    await once(this.#file, 'close');
  }
}

/** Quoted for CSV; a value that a spreadsheet would take for a formula is defused. */
function quoted(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
