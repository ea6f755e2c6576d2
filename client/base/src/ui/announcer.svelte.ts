/**
 * What screen readers are told without the focus moving. Two lines, since the same words twice in one element are read
 * once: each new sentence goes to the line that is empty.
 */
class Announcer {
  polite = $state<readonly [string, string]>(['', '']);
  urgent = $state<readonly [string, string]>(['', '']);

  say(text: string, urgency: 'polite' | 'urgent'): void {
    this[urgency] = this[urgency][0] === '' ? [text, ''] : ['', text];
  }
}

export const announcer = new Announcer();

/**
 * Tells screen readers something that changed on the screen, as a short sentence. `urgent` interrupts; keep it for what
 * needs a person now. Does nothing visible; each app shows one LiveRegion.
 */
export function announce(text: string, urgency: 'polite' | 'urgent' = 'polite'): void {
  announcer.say(text, urgency);
}
