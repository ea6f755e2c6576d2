import type { Urgency } from '@dispatch/shared/issues/status';
import { raiseUrgency } from '@dispatch/shared/issues/status';
import { categoryOf } from './filing.ts';
import type { HistoryActor, HistoryIssue, HistoryMove } from './history.types.ts';
import type { Crew, Slot } from './crew.ts';
import type { Random } from './random.ts';
import {
  CANCEL_REASONS,
  DISPUTE_REASONS,
  FINISH_NOTES,
  HOLD_NOTES,
  INTERNAL_NOTES,
  PASS_REASONS,
  QUESTIONS,
  REJECT_REASONS,
  TALKS,
} from './phrases.ts';
import { DAY, HOUR, MINUTE, type WorkingTime } from './working-time.ts';

export interface StoryWorld {
  crew: Crew;
  time: WorkingTime;
  random: Random;
  now: number;
  confirmDays: number;
  settleDays: number;
  offerMinutes: Readonly<Record<Urgency, number>>;
}

const SYSTEM: HistoryActor = { kind: 'system' };

/** Tells the whole life of one issue, from filing to the end, in the order of the lifecycle table. */
export class Story {
  readonly issue: HistoryIssue;
  /** The moment reached so far. */
  at: number;
  urgency: Urgency;
  private readonly world: StoryWorld;
  private readonly operator: HistoryActor;
  private readonly household: HistoryActor;
  private readonly passed = new Set<number>();
  private returns = 0;

  constructor(issue: HistoryIssue, world: StoryWorld) {
    this.issue = issue;
    this.world = world;
    this.at = issue.filedAt;
    this.urgency = issue.urgency;
    this.operator =
      issue.filedBy.kind === 'operator' ? issue.filedBy : { kind: 'operator', operator: world.random.whole(0, 3) };
    this.household = { kind: 'household', household: issue.household };
  }

  /** From filing to closing. */
  tell(): void {
    const { random } = this.world;
    if (!this.triage()) return;
    if (random.chance(0.05)) this.question();
    if (random.chance(0.05))
      this.step({ action: 'comment', input: { text: random.pick(INTERNAL_NOTES), kind: 'internal' } }, this.operator);
    if (this.calm() && random.chance(0.03)) {
      this.cancel();
      return;
    }
    this.dispatchAndWork(null);
  }

  /** Seen by an operator; false when it ends there. */
  triage(): boolean {
    const { random, time } = this.world;
    const { urgency } = this;
    if (urgency === 'emergency') this.pass(random.between(1, 4));
    else if (urgency === 'high') this.pass(random.between(3, 15));
    else {
      this.at = time.office(this.at);
      this.pass(urgency === 'normal' ? random.between(4, 50) : random.between(15, 150));
    }
    if (this.issue.callback)
      this.step(
        {
          action: 'call',
          input: { to: 'household', outcome: 'reached', note: 'Told us on the phone what it is about.' },
        },
        this.operator,
      );
    if (this.calm() && this.issue.filedBy.kind === 'household' && random.chance(0.03)) {
      this.step({ action: 'reject', input: { reason: random.pick(REJECT_REASONS) } }, this.operator);
      return false;
    }
    const raised = urgency !== 'emergency' && random.chance(0.06);
    if (raised) this.urgency = raiseUrgency(urgency);
    this.step({ action: 'triage', input: raised ? { urgency: this.urgency } : {} }, this.operator);
    return true;
  }

  /** Offers or assigns until somebody has it, then lets them work; comes back here when it was not fixed. */
  private dispatchAndWork(prefer: number | null): void {
    const { random, crew } = this.world;
    const slot = this.findContractor(prefer);
    if (!slot) return;
    if (this.calm() && random.chance(0.02)) {
      this.pass(random.between(10, 60));
      this.cancel();
      return;
    }
    if (random.chance(0.13)) this.talk(slot);
    if (this.urgency !== 'emergency' && random.chance(0.03) && crew.able(this.issue, this.passed).length > 1) {
      this.pass(random.between(10, 50));
      this.step(
        { action: 'pass', input: { reason: random.pick(PASS_REASONS) } },
        { kind: 'contractor', contractor: slot.contractor },
      );
      this.passed.add(slot.contractor);
      this.dispatchAndWork(null);
      return;
    }
    this.work(slot);
    this.aftermath(slot.contractor);
  }

  private findContractor(prefer: number | null): Slot | null {
    const { random, crew, offerMinutes } = this.world;
    for (let attempt = 0; attempt < 4; attempt++) {
      this.pass(this.urgency === 'emergency' ? random.between(0.3, 2) : random.between(1, 14));
      const lead = {
        emergency: 1,
        high: random.between(10, 60),
        normal: random.between(30, 700),
        low: random.between(200, 3600),
      }[this.urgency];
      const earliest = this.at + lead * MINUTE;
      // Whoever was there before goes first; those who passed are asked again only when nobody else is left.
      const wanted = prefer !== null && attempt === 0 ? crew.slot(prefer, this.issue, earliest, this.urgency) : null;
      const slot =
        wanted ??
        crew.choose(this.issue, earliest, this.urgency, this.passed, random) ??
        crew.choose(this.issue, earliest, this.urgency, new Set(), random);
      if (!slot) return null;
      const contractor: HistoryActor = { kind: 'contractor', contractor: slot.contractor };
      if (attempt === 3 || random.chance(0.35)) {
        const arrival = slot.depart + slot.drive * MINUTE;
        const from = Math.floor(arrival / (30 * MINUTE)) * 30 * MINUTE - 30 * MINUTE;
        const window = this.urgency === 'emergency' ? {} : { windowFrom: from, windowTo: from + 2 * HOUR };
        this.step({ action: 'assign', input: { contractor: slot.contractor, ...window } }, this.operator);
        return slot;
      }
      this.step({ action: 'offer', input: { contractor: slot.contractor } }, this.operator);
      const answer = random.weighted({ accept: 84, pass: 12, expire: this.urgency === 'emergency' ? 1 : 4 });
      const limit = offerMinutes[this.urgency];
      if (answer === 'expire') {
        this.pass(limit);
        this.step({ action: 'expire', input: {} }, SYSTEM);
        this.passed.add(slot.contractor);
        continue;
      }
      this.pass(
        this.urgency === 'emergency'
          ? random.between(0.3, 1.6)
          : Math.min(limit * 0.8, random.between(1, 9) * random.between(0.5, 4)),
      );
      if (answer === 'pass') {
        this.step({ action: 'pass', input: { reason: random.pick(PASS_REASONS) } }, contractor);
        this.passed.add(slot.contractor);
        continue;
      }
      this.step({ action: 'accept', input: {} }, contractor);
      return slot;
    }
    return null;
  }

  private work({ contractor: index, depart, drive }: Slot): void {
    const { random, crew } = this.world;
    const contractor: HistoryActor = { kind: 'contractor', contractor: index };
    const expected = categoryOf(this.issue.category).expectedMinutes;
    this.at = Math.max(depart, this.at + MINUTE);
    const start = this.at;
    this.step(
      { action: 'depart', input: { etaAt: Math.round((this.at + drive * MINUTE) / MINUTE) * MINUTE } },
      contractor,
    );
    this.pass(drive * random.between(0.88, 1.3));
    this.step({ action: 'arrive', input: {} }, contractor);
    let minutes =
      expected * Math.max(0.4, random.normal(0.95, 0.3)) * (random.chance(0.1) ? random.between(1.3, 2) : 1);
    // Nobody waits for parts with a dustbin.
    if (this.issue.category !== 'waste' && random.chance(0.09)) {
      const before = minutes * random.between(0.2, 0.6);
      this.pass(before);
      minutes -= before;
      const hold = random.pick(['parts', 'household', 'pickup'] as const);
      this.step({ action: 'hold', input: { hold, reason: random.pick(HOLD_NOTES[hold]) } }, contractor);
      this.pass(random.between(15, 130));
      this.step({ action: 'resume', input: {} }, contractor);
    }
    this.pass(minutes);
    this.step({ action: 'finish', input: { note: random.pick(FINISH_NOTES[this.issue.category]) } }, contractor);
    crew.reserve(index, start, this.at, this.issue);
  }

  /** Is it really fixed? The household says so, says no, says nothing, or is asked on the phone. */
  private aftermath(contractor: number): void {
    const { random, time, now, confirmDays, settleDays } = this.world;
    const finished = this.at;
    let answer = random.weighted({ confirm: 60, silence: 25, call: 9, dispute: this.returns < 2 ? 6 : 0 });
    // What is silent now would stand on the board for days; the demo shows few of those.
    if (answer === 'silence' && finished + confirmDays * DAY > now) answer = 'confirm';
    if (answer === 'silence') {
      this.at = finished + confirmDays * DAY;
      this.step({ action: 'lapse', input: {} }, SYSTEM);
      return;
    }
    if (answer === 'call') {
      this.at = time.office(finished + random.between(2, 26) * HOUR);
      this.step(
        { action: 'call', input: { to: 'household', outcome: 'reached', note: 'Says everything works.' } },
        this.operator,
      );
      this.pass(1);
      this.step({ action: 'confirm', input: { rating: 4 } }, this.operator);
    } else {
      this.at = time.awake(finished + random.between(0.08, 1) * random.between(0.2, 20) * HOUR);
      if (answer === 'dispute') {
        this.comesBack({ action: 'dispute', input: { reason: random.pick(DISPUTE_REASONS) } }, contractor);
        return;
      }
      this.step(
        { action: 'confirm', input: { rating: Number(random.weighted({ 5: 60, 4: 28, 3: 9, 2: 3 })) } },
        this.household,
      );
    }
    const confirmed = this.at;
    if (this.returns === 0 && random.chance(0.025)) {
      this.at = time.awake(confirmed + random.between(3, 40) * HOUR);
      if (this.at < confirmed + settleDays * DAY) {
        this.comesBack({ action: 'reopen', input: { reason: random.pick(DISPUTE_REASONS) } }, contractor);
        return;
      }
    }
    this.at = confirmed + settleDays * DAY;
    this.step({ action: 'settle', input: {} }, SYSTEM);
  }

  private comesBack(move: HistoryMove, contractor: number): void {
    this.step(move, this.household);
    this.returns += 1;
    this.urgency = raiseUrgency(this.urgency);
    this.at = this.world.time.office(this.at);
    this.dispatchAndWork(contractor);
  }

  private question(): void {
    const { random, time } = this.world;
    const { text, answer } = random.pick(QUESTIONS);
    this.pass(random.between(1, 8));
    this.step({ action: 'ask', input: { question: text } }, this.operator);
    this.at = time.awake(this.at + random.between(4, 150) * MINUTE);
    this.step({ action: 'answer', input: { text: answer } }, this.household);
  }

  private talk(slot: Slot): void {
    const { random } = this.world;
    const { from, text, answer } = random.pick(TALKS);
    const contractor: HistoryActor = { kind: 'contractor', contractor: slot.contractor };
    const speaker = { household: this.household, operator: this.operator, contractor }[from];
    const replier = from === 'household' ? this.operator : this.household;
    this.pass(random.between(3, 30));
    this.step({ action: 'comment', input: { text, kind: 'public' } }, speaker);
    this.pass(random.between(2, 25));
    this.step({ action: 'comment', input: { text: answer, kind: 'public' } }, replier);
  }

  private cancel(): void {
    this.pass(this.world.random.between(5, 90));
    this.step({ action: 'cancel', input: { reason: this.world.random.pick(CANCEL_REASONS) } }, this.household);
  }

  private calm(): boolean {
    return this.urgency === 'normal' || this.urgency === 'low';
  }

  private pass(minutes: number): void {
    this.at = Math.round(this.at + Math.max(0.05, minutes) * MINUTE);
  }

  step(move: HistoryMove, actor: HistoryActor): void {
    this.at = Math.max(Math.round(this.at), (this.issue.steps.at(-1)?.at ?? this.issue.filedAt) + 1000);
    this.issue.steps.push({ ...move, at: this.at, actor });
  }
}
