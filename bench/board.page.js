/** What the board's benchmark measures inside the page; runs before the page's own scripts, as `window.bench`. */
(() => {
  /** @type {{ start: number, duration: number }[]} */
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  /** When the last message with cards came in by the socket, before anything of the page has read it. */
  let heardAt = 0;
  window.WebSocket = class extends window.WebSocket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.includes('["cards"')) heardAt = performance.now();
      });
    }
  };

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** After the frame that comes next has been drawn. */
  const painted = async () => {
    await frame();
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    return performance.now();
  };
  /** @param {string} part */
  const shown = (part) => performance.getEntriesByName(`shown:${part}`).at(-1);

  window.bench = {
    /** @param {number} since */
    tasksSince: (since) => tasks.filter(({ start }) => start >= since),
    now: () => performance.now(),
    /**
     * Waits until a part shows so many issues. @returns ms since the navigation began
     * @param {'board' | 'map'} part @param {number} issues
     */
    async shows(part, issues) {
      while (shown(part)?.detail !== issues || !document.querySelector('[data-card]')) await frame();
      return painted();
    },
    /** Kilobytes of an answer as it came over the wire. @param {string} ending */
    kilobytes(ending) {
      const entries = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(ending));
      return entries.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024;
    },
    /** Ms from the socket's message to the frame that shows a card's new title. @param {string} id @param {string} title */
    async update(id, title) {
      const text = () => document.querySelector(`[data-card="${id}"] .title`)?.textContent;
      while (text() !== title) await frame();
      return (await painted()) - heardAt;
    },
    /** Frames a second for so long, doing something before each. @param {number} ms @param {(frame: number) => void} [act] */
    async fps(ms, act) {
      const from = await frame();
      let frames = 0;
      let now = from;
      while (now - from < ms) {
        act?.(frames);
        now = await frame();
        frames += 1;
      }
      return (frames * 1000) / (now - from);
    },
    /** Scrolls the longest column down and up. @param {number} ms */
    scroll(ms) {
      const bodies = [...document.querySelectorAll('[data-stage] .body')];
      const longest = bodies.reduce((best, body) => (body.scrollHeight > best.scrollHeight ? body : best));
      return this.fps(ms, (count) => {
        longest.scrollTop += count % 120 < 80 ? 97 : -61;
      });
    },
  };
})();
