/**
 * Does a step that may take longer than a second: says when it begins and, unless it was quick, how long it took.
 * @template T
 * @param {string} what "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const begun = Date.now();
  console.log(`${what} …`);
  const result = await work();
  const seconds = (Date.now() - begun) / 1000;
  if (seconds > 1) console.log(`${what}: done in ${seconds.toFixed(1)} s`);
  return result;
}

/**
 * Ends the script with one or more sentences and no stack trace.
 * @param {string} sentence
 * @returns {never}
 */
export function giveUp(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}
