/** What the plan says, as short as a row, a tile or an announcement has room for. */
import { formatMoment, formatTime } from '@dispatch/base/lib/time';
import { countOf } from '@dispatch/base/lib/count';
import { msOf } from '@dispatch/shared/planning/jobs';
import type { Minute } from '@dispatch/shared/planning/model';
import type { Move } from '@dispatch/shared/planning/moves';
import { missedBy, type Preview } from '@dispatch/shared/planning/preview';
import type { Obstacle } from '@dispatch/shared/planning/rules';

export const timeOf = (minute: Minute): string => formatTime(msOf(minute));
export const momentOf = (minute: Minute, now: number): string => formatMoment(msOf(minute), now);

/** "+9 min", "−4 min", "+0 min" */
export function addedWords(added: number): string {
  const minutes = Math.round(added);
  return `${minutes < 0 ? '−' : '+'}${String(Math.abs(minutes))} min`;
}

/** "+9 min · 14:10" */
export function costWords({ added, arrival }: Pick<Preview, 'added' | 'arrival'>, now: number): string {
  return `${addedWords(added)} · ${momentOf(arrival, now)}`;
}

/** "arrives 14:10" @param arrival Unix ms */
export function arrivalWords(arrival: number, now: number): string {
  return `arrives ${formatMoment(arrival, now)}`;
}

/** "moves 2 others", with the promises it would break; empty when nobody else notices. */
export function movesWords({ moves }: { readonly moves: readonly Pick<Move, 'missed'>[] }): string {
  if (moves.length === 0) return '';
  const missed = moves.filter((move) => move.missed).length;
  return `moves ${countOf(moves.length, 'other')}${missed > 0 ? `, breaks ${countOf(missed, 'promise')}` : ''}`;
}

/** For a screen reader: "+9 min, arrives 14:10, moves 2 others". */
export function previewWords(preview: Pick<Preview, 'added' | 'arrival' | 'moves'>, now: number): string {
  const others = movesWords(preview);
  return `${addedWords(preview.added)}, arrives ${momentOf(preview.arrival, now)}${others === '' ? '' : `, ${others}`}`;
}

const minutes = (value: number): string => `${String(Math.max(1, Math.ceil(value - 1e-6)))} min`;

/** What stands in the way, in three words or so; the whole sentence is `whyNot` of planning/explain. */
export function obstacleWords(obstacle: Obstacle): string {
  switch (obstacle.rule) {
    case 'blacklisted':
      return 'household does not want them';
    case 'passed':
      return 'passed it before';
    case 'pinned':
      return 'kept at another';
    case 'skill':
      return obstacle.until === null ? `not trained: ${obstacle.skill}` : `${obstacle.skill}: certificate expires`;
    case 'district':
      return 'works elsewhere';
    case 'too_far':
      return `${minutes(obstacle.minutes)} too far`;
    case 'on_call':
      return 'on call for emergencies';
    case 'parts':
      return `lacks ${String(obstacle.short)} × ${obstacle.part}`;
    case 'no_shift':
      return 'no shift ahead';
    case 'full':
      return 'day is full';
    case 'hours':
      return `${minutes(obstacle.minutes)} too much work`;
    case 'kept_free':
      return 'time kept free';
    case 'window':
      return `${minutes(obstacle.minutes)} after the window`;
    case 'pinned_time':
      return `${minutes(obstacle.minutes)} after the fixed time`;
    case 'shift_end':
      return `ends ${minutes(obstacle.minutes)} after the shift`;
    case 'other_window':
      return `${countOf(obstacle.jobs.length, 'other')} too late`;
  }
}

/** What a drop would break, in a few words; empty when nothing. */
export function brokenWords(preview: Preview): string {
  const missed = missedBy(preview).length;
  return [
    ...preview.breaks.map(obstacleWords),
    ...(preview.late > 0 ? [`${minutes(preview.late)} after the promise`] : []),
    ...(missed > 0 ? [`breaks ${countOf(missed, 'promise')}`] : []),
  ].join(', ');
}
