/** What was typed into the search for a household, taken apart. */
export interface HouseholdSearch {
  /** Words of three and more letters: each must be found in the address or a member's name. */
  words: string[];
  /** House numbers and other short ones: what was found is ordered by them. */
  short: string[];
  /** Digits of a phone number without leading zeros; null when no number was typed. */
  digits: string | null;
  /** The last digits alone, which are the same with and without a country's code. */
  lastDigits: string | null;
}

const MOST_WORDS = 6;
const PHONE = /^[+\d][\d\s()/.-]*$/;
const FEWEST_DIGITS = 3;
/** Shorter tails are shared by too many numbers. */
const TAIL = 7;

/** Reads a search: `0171 55` is a phone number, `Lime Street 12` and `meyer` are words. */
export function readSearch(text: string): HouseholdSearch {
  const all = text.replace(/\D/g, '').replace(/^0+/, '');
  if (PHONE.test(text.trim()) && all.length >= FEWEST_DIGITS)
    return { words: [], short: [], digits: all, lastDigits: all.length > TAIL ? all.slice(-TAIL) : null };
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const isLong = (word: string): boolean => word.length >= 3 && !/^\p{N}/u.test(word);
  const long = words.filter(isLong);
  // With nothing longer typed, the short ones are all there is.
  return long.length > 0
    ? { words: long, short: words.filter((word) => !isLong(word)), digits: null, lastDigits: null }
    : { words, short: [], digits: null, lastDigits: null };
}
