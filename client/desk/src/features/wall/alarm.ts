/** The wall's sound for an emergency: two soft tones, made by the browser itself, again and again until it is over. */

/** Often enough to be noticed by who comes back into the room, seldom enough to work beside. Milliseconds. */
const EVERY = 8_000;

export class Alarm {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Browsers make no sound before a key or a click; call this from one. @returns false while the browser keeps it silent */
  async unlock(): Promise<boolean> {
    try {
      this.#context ??= new AudioContext();
      await this.#context.resume();
    } catch {
      return false;
    }
    return this.audible;
  }

  get audible(): boolean {
    return this.#context?.state === 'running';
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#chime();
    this.#timer = setInterval(() => {
      this.#chime();
    }, EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.stop();
    void this.#context?.close();
    this.#context = null;
  }

  #chime(): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    [880, 660].forEach((frequency, i) => {
      const at = context.currentTime + i * 0.35;
      const tone = new OscillatorNode(context, { frequency, type: 'sine' });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.35, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.65);
    });
  }
}
