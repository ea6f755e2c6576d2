/** A number as a `tel:` address: digits and a leading plus survive, brackets, blanks and dashes go, `ext` dials on. */
export function telHref(number: string): string {
  const [main = '', extension] = number.split(/\s*(?:ext\.?|x)\s*/i);
  const plus = main.trim().startsWith('+') ? '+' : '';
  const digits = main.replace(/\D/g, '');
  return `tel:${plus}${digits}${extension ? `,${extension.replace(/\D/g, '')}` : ''}`;
}
