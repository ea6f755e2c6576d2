import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { csvLine } from '../../platform/files/csv-line.ts';
import type { Fault } from './formats/city-record.ts';

const HEADER = 'line,field,reason\r\n';

/**
 * Where lines are told that could not be imported or were mended: a CSV of line, field and reason, made only when there
 * is one. How long it is stands with the import; a run that goes on cuts off what an unfinished batch had added.
 */
export class FaultReport {
  readonly path: string;
  /** Bytes in the file. */
  bytes = 0;
  #file: FileHandle | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param bytes how much of an earlier report of the same run stands; 0 begins anew. */
  static async open(path: string, bytes = 0): Promise<FaultReport> {
    const report = new FaultReport(path);
    await mkdir(dirname(path), { recursive: true });
    if (bytes === 0) await rm(path, { force: true });
    else {
      const file = (report.#file = await open(path, 'a'));
      const { size } = await file.stat();
      // One that was taken away begins again without its first part.
      await file.truncate(Math.min(size, bytes));
      report.bytes = Math.min(size, bytes);
      if (report.bytes === 0) await report.#write(HEADER);
    }
    return report;
  }

  async add(faults: readonly Fault[]): Promise<void> {
    if (faults.length === 0) return;
    this.#file ??= await open(this.path, 'a');
    const lines = faults.map(({ line, field, reason }) => csvLine([line, field, reason]));
    await this.#write((this.bytes === 0 ? HEADER : '') + lines.join(''));
  }

  async #write(text: string): Promise<void> {
    await this.#file?.appendFile(text);
    this.bytes += Buffer.byteLength(text);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
