/** Short tones, made by the browser itself: one shape for each kind, so that the ear knows what came. */
import type { NoticeKind } from '@dispatch/shared/preferences/preferences';

/** Frequencies in Hz, one after the other. */
const TONES: Partial<Record<NoticeKind, readonly number[]>> = {
  emergency: [880, 660, 880, 660],
  disputed: [440, 330],
  passed: [330, 440],
  callback: [660, 660],
  question: [520, 780],
  mention: [780, 1040],
  handover: [520, 660, 780],
};
const OTHERS: readonly number[] = [600];
const STEP = 0.18;
const VOLUME = 0.25;

export class Sounds {
  #context: AudioContext | null = null;
  /** Kinds that have been played, for whoever looks behind the screen. */
  played = 0;

  /** Browsers make no sound before a key or a click; call this from one. @returns false while the browser keeps it silent */
  async unlock(): Promise<boolean> {
    try {
      this.#context ??= new AudioContext();
      await this.#context.resume();
    } catch {
      return false;
    }
    return this.#context.state === 'running';
  }

  play(kind: NoticeKind): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    this.played += 1;
    (TONES[kind] ?? OTHERS).forEach((frequency, i) => {
      const at = context.currentTime + i * STEP;
      const tone = new OscillatorNode(context, { frequency, type: 'sine' });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(VOLUME, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + STEP);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + STEP + 0.02);
    });
  }

  stop(): void {
    void this.#context?.close();
    this.#context = null;
  }
}
