import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/**
 * What a JSON file holds, also one packed with gzip, whatever its name says.
 *
 * @throws Error with a sentence for people when it is no JSON; as `readFile` when it cannot be read.
 */
export async function readJsonFile(file: string): Promise<unknown> {
  const bytes = await readFile(file);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (packed ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
