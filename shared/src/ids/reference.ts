/**
 * Short references people can say on the phone: `J-4F7K`. The digits are a bijective mix of the number,
 * so that neighbours in time do not look alike, followed by one check character.
 *
 * The alphabet has 31 characters (a prime), so a weighted sum modulo 31 catches every single wrong character and
 * every swap of neighbours. I, L, O, U and Z are left out: they are misread as 1, 0, V and 2.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const BASE = ALPHABET.length;
const SHORTEST = 3;
const PREFIX = 'J-';

/** A multiplier coprime to 31 for each length, near the golden ratio of the block, so that steps spread evenly. */
function multiplier(size: number): number {
  let step = Math.floor(size * 0.6180339887);
  while (step % BASE === 0) step += 1;
  return step;
}

function modMultiply(a: number, b: number, modulus: number): number {
  return Number((BigInt(a) * BigInt(b)) % BigInt(modulus));
}

function checkCharacter(digits: readonly number[]): string {
  const sum = digits.reduce((total, digit, index) => total + digit * (index + 1), 0);
  return ALPHABET[sum % BASE]!;
}

/**
 * @param number the number: an integer from 1.
 * @returns for example `J-4F7K`; grows by a character at 29,791, 953,312, 30,516,… issues.
 * @throws RangeError when the number is not a positive safe integer.
 */
export function referenceOf(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`expected an issue number from 1, got ${String(number)}`);
  let rest = number - 1;
  let length = SHORTEST;
  while (rest >= BASE ** length) {
    rest -= BASE ** length;
    length += 1;
  }
  const size = BASE ** length;
  let mixed = (modMultiply(rest, multiplier(size), size) + Math.floor(size / 7)) % size;
  const digits: number[] = [];
  for (let i = 0; i < length; i += 1) {
    digits.unshift(mixed % BASE);
    mixed = Math.floor(mixed / BASE);
  }
  return PREFIX + digits.map((digit) => ALPHABET[digit]!).join('') + checkCharacter(digits);
}

/**
 * Reads a reference as people type it: any case, with or without `J-` and blanks, O for 0, I and L for 1, Z for 2, U for V.
 *
 * @returns the canonical form, or null when the check character does not fit.
 */
export function parseReference(text: string): string | null {
  const typed = text
    .toUpperCase()
    .replace(/[\s–—-]/g, '')
    .replace(/^J(?=.{4,})/, '');
  const clean = typed.replace(/O/g, '0').replace(/[IL]/g, '1').replace(/Z/g, '2').replace(/U/g, 'V');
  if (clean.length <= SHORTEST) return null;
  const digits = Array.from(clean, (character) => ALPHABET.indexOf(character));
  if (digits.includes(-1)) return null;
  const check = clean.at(-1);
  return checkCharacter(digits.slice(0, -1)) === check ? PREFIX + clean : null;
}
