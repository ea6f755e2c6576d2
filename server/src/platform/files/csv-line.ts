/**
 * One line of a CSV file after RFC 4180, with its line end. A text that a spreadsheet would take for a formula is
 * defused with an apostrophe before it; numbers stay as they are.
 *
 * @param values null is an empty field.
 */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (typeof value === 'string' ? quoted(value) : String(value ?? ''))).join(',')}\r\n`;
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
