/** The plan of what the desk shows, fed by what is live: cards, crews, categories, the organisation, the roads. */
import { clock } from '@dispatch/base/lib/clock';
import type { CardSource } from '@dispatch/base/live/issue-store';
import type { ReferenceStore } from '@dispatch/base/live/reference-store';
import type { Organisation } from '@dispatch/shared/board/reference';
import { jobOf, minuteOf } from '@dispatch/shared/planning/jobs';
import { namesOf } from '@dispatch/shared/planning/names';
import { planOf } from '@dispatch/shared/planning/world';
import { PlanView } from './plan-view.ts';
import { Roads } from './roads.ts';

export interface LivePlan {
  readonly plans: PlanView;
  readonly roads: Roads;
}

/** @param first the organisation as long as it has not been read live */
export function openLivePlan(source: CardSource, reference: ReferenceStore, first: Organisation): LivePlan {
  let roadsChanged: () => void = () => undefined;
  const roads = new Roads(() => {
    roadsChanged();
  });
  const organisation = (): Organisation => reference.organisation ?? first;
  const plans = new PlanView({
    source,
    build: (cards) =>
      planOf({
        now: clock.exact(),
        cards,
        contractors: reference.contractors.values(),
        categories: reference.categories,
        organisation: organisation(),
        matrix: roads.matrix,
      }),
    jobOf: (card) =>
      jobOf(card, reference.categories.get(card.categoryId), organisation().centre, minuteOf(clock.exact())),
    names: () =>
      namesOf({
        now: clock.exact(),
        cards: source.values(),
        contractors: reference.contractors.values(),
        organisation: organisation(),
      }),
    watch: (changed) => {
      roadsChanged = changed;
      return reference.subscribe((what) => {
        // Where they drive now changes nothing of what is planned.
        if (what !== 'position') changed();
      });
    },
  });
  return { plans, roads };
}
