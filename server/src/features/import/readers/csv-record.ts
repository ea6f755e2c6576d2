/**
 * Splits the text of one CSV record (RFC 4180) into its values. A quote inside of a value that does not begin with one
 * is taken as it stands.
 *
 * @returns the values; `open` when the text ends inside quotes; `broken` when text follows a closing quote.
 */
export function csvValues(text: string, delimiter: string): string[] | 'open' | 'broken' {
  if (!text.includes('"')) return text.split(delimiter);
  const values: string[] = [];
  let at = 0;
  for (;;) {
    // Blanks before an opening quote are no part of the value.
    let begin = at;
    while (text[begin] === ' ') begin += 1;
    if (text[begin] === '"') {
      let value = '';
      let from = begin + 1;
      let close = text.indexOf('"', from);
      while (close !== -1 && text[close + 1] === '"') {
        value += text.slice(from, close + 1);
        from = close + 2;
        close = text.indexOf('"', from);
      }
      if (close === -1) return 'open';
      values.push(value + text.slice(from, close));
      at = close + 1;
      while (text[at] === ' ' || text[at] === '\r') at += 1;
      if (at >= text.length) return values;
      if (text[at] !== delimiter) return 'broken';
    } else {
      const end = text.indexOf(delimiter, at);
      values.push(end === -1 ? text.slice(at) : text.slice(at, end));
      if (end === -1) return values;
      at = end;
    }
    at += 1;
  }
}

/** The sign between values, by the header line: the one that is there most often. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((sign) => [sign, bare.split(sign).length] as const);
  return counts.reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
