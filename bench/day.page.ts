/** What a page holds, read from outside with the browser's own debugger: nothing is put into the product for it. */
import type { CDPSession, Page } from '@playwright/test';

export interface HeldCard {
  id: string;
  version: number;
  rev: number;
}

export interface PageSize {
  heapMb: number;
  domNodes: number;
  listeners: number;
}

/** Finds among all maps of the page the one of cards by id; runs inside the page. */
const FIND_CARDS = `function () {
  let best = new Map();
  for (const map of this) {
    // Prototypes of derived maps are among them, and are none themselves.
    if (Object.prototype.hasOwnProperty.call(map, 'constructor') || map.size <= best.size) continue;
    const [first] = map;
    const [id, card] = first ?? [];
    if (card?.id === id && typeof card?.rev === 'number' && 'stage' in card && 'filedAt' in card) best = map;
  }
  return [...best.values()].map(({ id, version, rev }) => ({ id, version, rev }));
}`;

export class WatchedPage {
  readonly page: Page;
  readonly #debug: CDPSession;
  /** Errors and warnings of the console, exceptions, requests that failed or were answered with a fault of the server. */
  readonly faults: string[] = [];

  private constructor(page: Page, debug: CDPSession) {
    this.page = page;
    this.#debug = debug;
    page.on('pageerror', (error) => this.faults.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(`console: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // What the page itself gives up, as on the way to another address, is no failure.
      if (why !== 'net::ERR_ABORTED') this.faults.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.faults.push(`${String(response.status())}: ${response.url()}`);
    });
  }

  static async watch(page: Page): Promise<WatchedPage> {
    const debug = await page.context().newCDPSession(page);
    await debug.send('Performance.enable');
    return new WatchedPage(page, debug);
  }

  /** After everything that is not used any more has been thrown away. */
  async size(): Promise<PageSize> {
    for (let twice = 0; twice < 2; twice += 1) await this.#debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#debug.send('Runtime.getHeapUsage');
    const { metrics } = await this.#debug.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { heapMb: usedSize / 2 ** 20, domNodes: of('Nodes'), listeners: of('JSEventListeners') };
  }

  /** The cards that the page's store holds. */
  async cards(): Promise<HeldCard[]> {
    const objectGroup = 'cards';
    const { result } = await this.#debug.send('Runtime.evaluate', { expression: 'Map.prototype', objectGroup });
    const { objects } = await this.#debug.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      objectGroup,
    });
    const found = await this.#debug.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: FIND_CARDS,
      returnByValue: true,
    });
    await this.#debug.send('Runtime.releaseObjectGroup', { objectGroup });
    if (found.exceptionDetails) throw new Error(found.exceptionDetails.exception?.description);
    return found.result.value as HeldCard[];
  }

  /** What each open column says it holds, by the stage it is named after. */
  async columns(): Promise<Map<string, number>> {
    const columns = await this.page.getByRole('listbox', { name: /, \d+ issues?$/ }).all();
    const names = await Promise.all(columns.map(async (one) => (await one.getAttribute('aria-label')) ?? ''));
    return new Map(
      names.flatMap((name) => {
        const [, column, count] = /^(.+), (\d+) issues?$/.exec(name) ?? [];
        return column === undefined ? [] : [[column.toLowerCase().replaceAll(' ', '_'), Number(count)] as const];
      }),
    );
  }

  /** The functions that a page which does not answer is in; empty when it comes to nothing within a second. */
  async busyWith(): Promise<string> {
    await this.#debug.send('Debugger.enable');
    const paused = new Promise<string>((resolve) => {
      this.#debug.once('Debugger.paused', ({ callFrames }) => {
        const frames = callFrames
          .slice(0, 12)
          .map(
            ({ functionName, url, location: { lineNumber, columnNumber } }) =>
              `${functionName || '?'} ${url.split('/').at(-1) ?? ''}:${String(lineNumber)}:${String(columnNumber)}`,
          );
        resolve(frames.join(' < '));
      });
      setTimeout(resolve, 1_000, '');
    });
    await this.#debug.send('Debugger.pause');
    const frames = await paused;
    await this.#debug.send('Debugger.disable');
    return frames;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
