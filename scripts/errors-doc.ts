/** The table of docs/errors.md from the table of coded errors; the test says to run `node scripts/errors-doc.ts`. */
import { writeFileSync } from 'node:fs';
import { ERRORS } from '@dispatch/shared/errors';

const INTRO = `# Errors

Every refusal of the API is \`application/problem+json\` (RFC 9457) with one of these codes in \`code\`, a sentence for
people in \`detail\` and what they can do in \`next\`. \`invalid\` names each wrong field in \`fields\`
(\`field\`, \`code\`, \`reason\`); \`conflict\` tells who changed what and when, and the issue as it is now. A refused
command changes nothing and stores nothing under its key. The table is \`shared/src/errors.ts\`; a test compares both.
`;

/** The page as it should be. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, sentence, next }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${String(status)} | ${sentence} | ${next} |`,
  );
  return `${INTRO}\n| code | status | sentence | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

if (import.meta.main) writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
