import type { ProgressStart } from './progress.svelte.ts';

/** Where the island finds what it starts from. */
export const START_ID = 'progress-start';

/**
 * The element that hands the page's data to the island. Not executed, so that the content security policy lets it
 * through; `<` is written as an escape of JSON, so that no text in it can end the element.
 */
export function startElement(start: ProgressStart): string {
  const json = JSON.stringify(start).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${START_ID}">${json}</script>`;
}

/** What `startElement` wrote; null on a page without it. */
export function readStart(): ProgressStart | null {
  const text = document.getElementById(START_ID)?.textContent;
  return text ? (JSON.parse(text) as ProgressStart) : null;
}
