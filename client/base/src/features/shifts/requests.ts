/** What is asked of the server about schedules: each answers with the contractor's row as it is then. */
import type { Contractor } from '@dispatch/shared/board/reference';
import type { AskedException, ExceptionKind, ExceptionState, WorkPattern } from '@dispatch/shared/shifts/schedule';
import { api, type Answer } from '../../lib/api.ts';

type App = 'desk' | 'field';
type Row = Promise<Answer<Contractor>>;

/** Unix ms. */
export interface AddedException {
  kind: ExceptionKind;
  from: number;
  until: number;
  note?: string | null;
}

export function saveSchedule(app: App, id: string, pattern: WorkPattern, seen: WorkPattern): Row {
  return api(`/contractors/${id}/schedule`, { method: 'PUT', body: { pattern, seen }, app });
}

export function addException(app: App, id: string, body: AddedException): Row {
  return api(`/contractors/${id}/exceptions`, { method: 'POST', body, app });
}

export function decideException(
  app: App,
  id: string,
  exceptionId: string,
  body: { state: 'approved' | 'refused'; seen: ExceptionState },
): Row {
  return api(`/contractors/${id}/exceptions/${exceptionId}`, { method: 'PUT', body, app });
}

export function takeBack(app: App, id: string, exceptionId: string): Row {
  return api(`/contractors/${id}/exceptions/${exceptionId}`, { method: 'DELETE', app });
}

export function countStock(app: App, id: string, part: string, pieces: number): Row {
  return api(`/contractors/${id}/stock`, { method: 'PUT', body: { part, pieces }, app });
}

/** What waits for one's own decision. */
export function readAsked(app: App): Promise<Answer<AskedException[]>> {
  return api('/exceptions', { app });
}
