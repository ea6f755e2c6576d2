/** Imports of files, as the administration's page works with them: the list, the file at hand, and how it will be read. */
import { api, explainAnswer, type Answer } from '@dispatch/base/lib/api';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { ImportFields, ImportPreview, ImportView } from '@dispatch/shared/imports/import';
import { uploadFile } from './upload.ts';

/** How often a running import is looked at, ms. */
const AGAIN = 1000;

export type Preset = ImportPreview['preset'];

export class Imports {
  runs = $state.raw<readonly ImportView[] | null>(null);
  failure = $state.raw<{ sentence: string; next: string } | null>(null);
  /** The upload at hand. */
  current = $state.raw<ImportView | null>(null);
  preview = $state.raw<ImportPreview | null>(null);
  /** What part of the file has been sent; null while none is. */
  sending = $state<number | null>(null);
  busy = $state(false);
  preset = $state<Preset>('generic');
  fields = $state.raw<ImportFields>({});
  timeZone = $state('');
  asOf = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  async start(): Promise<void> {
    this.#ended = false;
    const answer = await api<ImportView[]>('/imports');
    if (answer.kind !== 'done') {
      this.failure = explainAnswer(answer);
      return;
    }
    this.runs = answer.value;
    const running = answer.value.find(({ state, origin }) => state === 'running' && origin === 'upload');
    if (running && !this.current) this.#follow(running);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async take(file: File): Promise<void> {
    this.failure = null;
    this.close();
    this.sending = 0;
    const answer = await uploadFile<ImportView>(`/imports?name=${encodeURIComponent(file.name)}`, file, (part) => {
      this.sending = part;
    });
    this.sending = null;
    const taken = this.#value(answer);
    if (!taken) return;
    this.current = taken;
    await this.look();
  }

  /** Opens one that was uploaded before. */
  async open(run: ImportView): Promise<void> {
    this.failure = null;
    this.preview = null;
    this.current = run;
    if (run.state === 'running') this.#follow(run);
    else if (run.state !== 'finished') await this.look();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.current = null;
    this.preview = null;
  }

  /** Asks how the file would be read. @param wish false lets the file itself decide. */
  async look(wish = false): Promise<void> {
    if (!this.current) return;
    this.busy = true;
    const body = wish ? this.#wish() : {};
    const answer = await api<ImportPreview>(`/imports/${this.current.id}/preview`, {
      method: 'POST',
      body,
      app: 'desk',
    });
    this.busy = false;
    const preview = this.#value(answer);
    if (!preview) return;
    this.preview = preview;
    this.preset = preview.preset;
    this.fields = preview.fields;
    this.timeZone = preview.timeZone;
    announce(
      preview.misfits.length > 0
        ? `${String(preview.misfits.length)} columns have to be chosen.`
        : `${String(preview.tried)} rows tried, ${String(preview.faulty)} with faults.`,
    );
  }

  async choose(field: string, column: string): Promise<void> {
    const { [field]: _old, ...others } = this.fields;
    this.fields = column === '' ? others : { ...others, [field]: column };
    await this.look(true);
  }

  async run(checkOnly: boolean): Promise<void> {
    const { current } = this;
    if (!current) return;
    this.busy = true;
    this.failure = null;
    const body = { ...this.#wish(), ...(this.asOf === '' ? {} : { asOf: this.asOf }), checkOnly };
    const answer = await api<ImportView>(`/imports/${current.id}/start`, { method: 'POST', body, app: 'desk' });
    this.busy = false;
    const begun = this.#value(answer);
    if (begun) this.#follow(begun);
  }

  async stop(): Promise<void> {
    if (!this.current) return;
    const answer = await api<ImportView>(`/imports/${this.current.id}/stop`, { method: 'POST', app: 'desk' });
    this.#value(answer);
  }

  async remove(run: ImportView): Promise<void> {
    const answer = await api(`/imports/${run.id}`, { method: 'DELETE', app: 'desk' });
    if (answer.kind !== 'done') this.failure = explainAnswer(answer);
    if (this.current?.id === run.id) this.close();
    await this.start();
  }

  /** Looks at a running import until it ends. */
  #follow(run: ImportView): void {
    this.current = run;
    clearTimeout(this.#timer);
    if (run.state !== 'running') {
      announce(
        run.state === 'failed'
          ? 'The import has failed.'
          : `${run.checked ? 'The check' : 'The import'} has ended: ${String(run.counters.imported)} issues.`,
      );
      void this.start();
      return;
    }
    this.#timer = setTimeout(() => {
      void api<ImportView>(`/imports/${run.id}`).then((answer) => {
        if (!this.#ended) this.#follow(answer.kind === 'done' ? answer.value : run);
      });
    }, AGAIN);
  }

  #wish() {
    const { preset, fields, timeZone, preview } = this;
    return {
      preset,
      timeZone,
      ...(preset === 'generic' && {
        mapping: {
          fields,
          ...(preview && { dates: preview.dayFirst ? ('day-first' as const) : ('month-first' as const) }),
        },
      }),
    };
  }

  #value<T>(answer: Answer<T>): T | null {
    if (answer.kind === 'done') return answer.value;
    this.failure = explainAnswer(answer);
    if (answer.kind === 'invalid')
      this.failure = { ...this.failure, sentence: answer.fields.map(({ reason }) => reason).join(' ') };
    return null;
  }
}
