import * as argon2 from '@node-rs/argon2';

/** Makes and checks password hashes. */
export interface Hasher {
  hash(password: string): Promise<string>;
  /** Does the same work without a hash (null) as with one, and is then always false: nobody learns which names exist. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** True when a hash was made with other parameters than those of today. */
  outdated(hash: string): boolean;
}

export interface HashCost {
  /** KiB of memory. */
  memory: number;
  passes: number;
}

/** argon2id with 19 MiB and 2 passes: OWASP Password Storage Cheat Sheet (2025), second of the equal choices. */
export const OWASP_COST: HashCost = { memory: 19_456, passes: 2 };

/** Algorithm.Argon2id; the package's enum is a `const enum`, which cannot be imported under isolatedModules. */
const ARGON2ID = 2;

/**
 * @param cost cheaper only in tests.
 * @param work what does the computing; counted by tests.
 */
export function createHasher(
  cost: HashCost = OWASP_COST,
  work: Pick<typeof argon2, 'hash' | 'verify'> = argon2,
): Hasher {
  const options = { algorithm: ARGON2ID, memoryCost: cost.memory, timeCost: cost.passes, parallelism: 1 };
  const nobodys = work.hash(crypto.randomUUID(), options);
  return {
    hash: (password) => work.hash(composed(password), options),
    async verify(hash, password) {
      const right = await work.verify(hash ?? (await nobodys), composed(password));
      return right && hash !== null;
    },
    outdated(hash) {
      const { memoryCost, timeCost } = argon2.parseOptions(hash);
      return !hash.startsWith('$argon2id$') || memoryCost !== cost.memory || timeCost !== cost.passes;
    },
  };
}

/** The same password typed on devices that compose letters differently. */
function composed(password: string): string {
  return password.normalize('NFKC');
}
