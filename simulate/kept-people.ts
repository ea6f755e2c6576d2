/** The simulated people of boards, with their passwords and sessions: kept so that a second run is done by the same. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface KeptPerson {
  role: 'operator' | 'contractor' | 'household';
  email: string;
  name: string;
  password: string;
  /** Of the latest session. */
  cookie: string;
  userId: string;
  contractorId: string | null;
  householdId: string | null;
}

type File = Record<string, KeptPerson[]>;

export class KeptPeople {
  readonly #path: string;
  readonly #board: string;
  #file: File = {};

  /** @param board address of the board they belong to. */
  constructor(path: string, board: string) {
    this.#path = path;
    this.#board = board;
  }

  async read(): Promise<readonly KeptPerson[]> {
    try {
      this.#file = JSON.parse(await readFile(this.#path, 'utf8')) as File;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return this.#file[this.#board] ?? [];
  }

  /** Readable by its owner alone: passwords are in it. */
  async write(people: readonly KeptPerson[]): Promise<void> {
    this.#file = { ...this.#file, [this.#board]: [...people] };
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, `${JSON.stringify(this.#file, null, 2)}\n`, { mode: 0o600 });
    await chmod(this.#path, 0o600);
  }
}
