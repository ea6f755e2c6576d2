/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 *   Vitest's JSON report, undefined when none was written
 * @param {number} code the exit code of Vitest
 * @returns {Count}
 */
export function countVitest(report, code) {
  const files = report?.testResults ?? [];
  const states = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const failedTests = states.filter((status) => status === 'failed').length;
  // a file that could not be loaded, or whose set-up or teardown failed, has no failed test of its own
  const failedFiles = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = states.filter((status) => status === 'passed').length;
  const failed = failedTests + failedFiles;
  return { passed, failed: atLeastOne(failed, code), skipped: states.length - passed - failedTests };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } } | undefined} report
 *   Playwright's JSON report
 * @param {number} code the exit code of Playwright
 * @returns {Count}
 */
export function countPlaywright(report, code) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  // a test that passes only now and then has failed
  return { passed: expected, failed: atLeastOne(unexpected + flaky, code), skipped };
}

/** An error outside of any test, or a run that broke off, counts too.
 * @param {number} failed
 * @param {number} code
 */
function atLeastOne(failed, code) {
  return failed === 0 && code !== 0 ? 1 : failed;
}
