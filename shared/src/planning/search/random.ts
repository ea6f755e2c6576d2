/**
 * Seeded random numbers: the same seed gives the same row on every machine. sfc32 (Chris Doty-Humphrey, PractRand):
 * 128 bits of state, at least 2^32 numbers before it repeats, a few additions and shifts each. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  /** @param seed any number; its integer part counts */
  constructor(seed: number) {
    this.a = 0x9e3779b9 | 0;
    this.b = seed | 0;
    this.c = Math.floor(seed / 2 ** 32) | 0;
    this.counter = 1;
    // the first numbers of near seeds are alike
    for (let round = 0; round < 15; round += 1) this.bits();
  }

  /** 32 random bits as a signed integer. */
  private bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }

  /** At least 0, below 1. */
  next(): number {
    return (this.bits() >>> 0) / 4294967296;
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(((this.bits() >>> 0) / 4294967296) * count);
  }
}
