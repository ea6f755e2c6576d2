import type { Room } from '@dispatch/shared/protocol/events';
import type { Emission, FeedBatch, Projection } from '../../platform/feed/projection.ts';
import type { Contractors } from './contractors.service.ts';

/** Ids of those whose row may be another one after these events; null for all. */
function touchedBy({ events, reference }: FeedBatch): string[] | null {
  // Expected minutes, and with them everyone's load, may have changed.
  if (reference.some(({ noun }) => noun === 'category')) return null;
  const ids = reference.filter(({ noun }) => noun === 'contractor').map(({ nounId }) => nounId);
  for (const { contractorBefore, contractorAfter } of events)
    for (const id of [contractorBefore, contractorAfter]) if (id !== null) ids.push(id);
  return [...new Set(ids)];
}

const ownRoom = (id: string): Room => `contractor:${id}`;

/** Contractors whose state, load or facts changed: to the office, and to each its own row. One statement per pass. */
export function contractorsProjection(contractors: Contractors): Projection {
  return async (batch, rooms) => {
    const ids = touchedBy(batch);
    const staff = rooms.has('staff');
    const read = staff || ids === null ? ids : ids.filter((id) => rooms.has(ownRoom(id)));
    if (read?.length === 0) return [];
    const touched = await contractors.list(read);
    const emissions: Emission[] = staff ? [{ room: 'staff', event: 'contractors', payload: touched }] : [];
    for (const contractor of touched)
      if (rooms.has(ownRoom(contractor.id)))
        emissions.push({ room: ownRoom(contractor.id), event: 'contractors', payload: [contractor] });
    return emissions;
  };
}
