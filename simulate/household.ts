/** A household that has reported something: watches its progress page, answers, confirms, disputes, asks when. */
import { LiveConnection } from '@dispatch/base/live/connection';
import { RecordStore } from '@dispatch/base/live/record-store';
import { wireOver } from '@dispatch/base/live/wire';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import type { SimulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import type { Random } from '../server/src/features/demo/town/random.ts';
import type { Agenda } from './agenda.ts';
import type { DayClock } from './clock.ts';
import { MINUTE } from './day.types.ts';

export interface HouseholdOptions {
  /** Holds the tracking link, or is signed in. */
  person: SimulatedPerson;
  issueId: string;
  random: Random;
  clock: DayClock;
  agenda: Agenda;
  /** The page stays open and hears at once; else it is opened every now and then. */
  watches: boolean;
  /** The person has this household's page alone and closes it in the end. */
  alone: boolean;
}

const ANSWERS = ['Second floor on the left.', 'Yes, somebody is in until five.', 'No, come any time.'];
const QUESTIONS = ['When will somebody come?', 'It is getting worse.', 'Is it known by now?'];
const REASONS = ['It started again after an hour.', 'Only half of it is done.', 'Nobody has been here.'];

export class SimulatedHousehold {
  readonly #options: HouseholdOptions;
  #live: LiveConnection | null = null;
  /** What it has made up its mind about. */
  readonly #decided = new Set<string>();
  #version: number | null = null;
  #left = false;

  constructor(options: HouseholdOptions) {
    this.#options = options;
  }

  begin(): void {
    const { watches, person, issueId, agenda, random } = this.#options;
    if (watches) {
      const issues = new RecordStore<PublicIssue>(
        ({ id }) => id,
        ({ rev }) => rev,
      );
      const live = new LiveConnection({ wire: wireOver(person.socket()) });
      this.#live = live;
      live.on('joined', ({ content }) => {
        for (const issue of content.public) issues.take(issue);
      });
      live.on('issue', (issue) => {
        issues.take(issue);
      });
      issues.subscribe((id) => {
        const issue = issues.get(id);
        if (issue && id === issueId) this.#see(issue);
      });
      live.join([`issue:${issueId}:public`]);
      live.start();
    } else
      agenda.each(
        () => this.#minutes(20, 90),
        () => this.#open(),
      );
    if (random.chance(0.06)) agenda.after(this.#minutes(30, 180), () => this.#ask());
    if (random.chance(0.02)) agenda.after(this.#minutes(10, 240), () => this.#cancel());
  }

  stop(): void {
    this.#left = true;
    this.#live?.stop();
    if (this.#options.alone) this.#options.person.leave();
  }

  /** Looks at the page by its link. */
  async #open(): Promise<void> {
    if (this.#left) return;
    const { person, alone, issueId } = this.#options;
    const issue = alone
      ? (await person.get<{ issue: PublicIssue }>('/track')).issue
      : (await person.get<{ issues: PublicIssue[] }>('/mine')).issues.find(({ id }) => id === issueId);
    if (issue) this.#see(issue);
  }

  #see(issue: PublicIssue): void {
    this.#version = issue.version;
    const { random, agenda } = this.#options;
    if (issue.status === 'closed' || issue.status === 'confirmed') {
      this.stop();
      return;
    }
    if (issue.askedAt !== null && this.#decides(`asked ${String(issue.askedAt)}`) && random.chance(0.7))
      agenda.after(this.#minutes(4, 40), () => this.#say('answer', { text: random.pick(ANSWERS) }));
    if (issue.status !== 'resolved' || !this.#decides(`resolved ${String(issue.version)}`)) return;
    const mood = random.next();
    const { version } = issue;
    if (mood < 0.08)
      agenda.after(this.#minutes(5, 60), () => this.#say('dispute', { version, reason: random.pick(REASONS) }));
    else if (mood < 0.8)
      agenda.after(this.#minutes(5, 120), () =>
        this.#say('confirm', { version, ...(random.chance(0.6) && { rating: random.whole(2, 5) }) }),
      );
  }

  async #ask(): Promise<void> {
    await this.#say('comment', { text: this.#options.random.pick(QUESTIONS), kind: 'public' });
  }

  /** It has gone by itself. What is being worked on, or is done, is left. */
  async #cancel(): Promise<void> {
    if (this.#version !== null) await this.#say('cancel', { version: this.#version, reason: 'It works again.' });
  }

  async #say(action: string, input: object): Promise<void> {
    if (!this.#left) await this.#options.person.post(`/issues/${this.#options.issueId}/${action}`, input);
  }

  #decides(what: string): boolean {
    if (this.#decided.has(what)) return false;
    this.#decided.add(what);
    return true;
  }

  #minutes(from: number, to: number): number {
    const { clock, random } = this.#options;
    return clock.real(random.between(from, to) * MINUTE);
  }
}
