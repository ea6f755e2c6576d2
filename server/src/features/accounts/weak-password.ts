import { invalidField } from '../../platform/refusal.ts';

/**
 * Passwords of ten characters and more that stand at the top of every list of leaked ones (NIST SP 800-63B §3.1.1.2 asks
 * to compare with such a list; shorter ones are refused for their length). In small letters.
 */
const COMMON = new Set(
  `1234567890 0123456789 9876543210 0987654321 1234567891 12345678910 123456789a 1234567890a 123456789q 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc qazwsxedcrfv qwertyuiop qwerty1234 qwerty12345 qwerty123456 qwertyuiop123
  asdfghjkl; asdfghjkl1 zxcvbnm123 password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123
  iloveyou12 iloveyou123 letmein123 welcome123 welcome1234 administrator admin12345 admin123456 administrator1 changeme123
  football123 baseball123 basketball superman123 princess123 sunshine123 trustno1trustno1 abcdefghij abcdefghijk abc1234567
  abcd123456 a123456789 aa12345678 qq123456789 asd123456789 hallo12345 passwort123 passwort1234 schalke04schalke04`.split(
    /\s+/,
  ),
);

/**
 * Refuses a password that would be among the first guesses.
 *
 * @param about mail address and name of the person, which are guessed too.
 * @throws Refusal `invalid` for the field `password`
 */
export function refuseWeak(password: string, about: { email: string; name: string }): void {
  const plain = password.normalize('NFKC').toLowerCase();
  const reason =
    COMMON.has(plain) || new Set(plain).size < 4
      ? 'This is one of the passwords that are tried first. Choose another one.'
      : madeOf(plain, about)
        ? 'Your name or mail address is too easy to guess. Choose another one.'
        : null;
  if (reason !== null) throw invalidField('password', 'weak', reason);
}

/** True when hardly anything is left without the person's name and mail address. */
function madeOf(plain: string, { email, name }: { email: string; name: string }): boolean {
  const parts = [email, email.split('@')[0] ?? '', ...name.split(/\s+/)].map((part) => part.toLowerCase());
  const rest = parts
    .filter((part) => part.length >= 3)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, part) => text.replaceAll(part, ''), plain);
  return rest.length < plain.length && rest.length < 6;
}
