/** What the benchmark of the timeline measures inside the page; runs before the page's own scripts, as `window.bench`. */
(() => {
  /** When the next frame begins: asked for before anything of the page asks, it comes first. */
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        resolve(performance.now());
      });
    });
  /** When the main thread is done with the frame that has just begun. */
  const done = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve(performance.now());
      };
      port2.postMessage(null);
    });

  window.bench = {
    /**
     * Every frame for so long: from its beginning (what follows the pointer, styles, layout, paint) until the main thread
     * takes up something else, and since the frame before. @param {number} ms
     */
    async frames(ms) {
      const from = await frame();
      const frames = [];
      let before = from;
      while (before - from < ms) {
        const begun = await frame();
        const work = (await done()) - begun;
        frames.push({ work, gap: begun - before });
        before = begun;
      }
      return frames;
    },
    /** Ms of the latest of what the desk has noted. @param {'plan' | 'rank'} name */
    lasted: (name) => performance.getEntriesByName(`planning:${name}`).at(-1)?.duration ?? NaN,
  };
})();
