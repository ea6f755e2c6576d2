import { expect, test } from 'vitest';
import { api, explainAnswer, faultOf } from './api.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

function server(status: number, body: unknown, sent: Sent[] = []): typeof fetch {
  return (url, init = {}) => {
    sent.push({ url: url instanceof URL ? url.href : typeof url === 'string' ? url : url.url, init });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(status === 204 ? null : text, { status }));
  };
}

function problem(status: number, code: string, more: object = {}): object {
  return { type: 'about:blank', title: 'x', status, code, detail: 'What happened.', next: 'What to do.', ...more };
}

test('a command carries its key, its body and the mark of our own pages', async () => {
  const sent: Sent[] = [];
  const answer = await api<{ id: string }>('/issues', {
    method: 'POST',
    body: { title: 'x' },
    idempotencyKey: 'ab',
    fetch: server(201, { id: '1' }, sent),
  });
  expect(answer).toEqual({ kind: 'done', value: { id: '1' }, status: 201 });
  expect(sent[0]?.url).toBe('/api/v1/issues');
  expect(sent[0]?.init.body).toBe('{"title":"x"}');
  expect(sent[0]?.init.headers).toMatchObject({
    'idempotency-key': 'ab',
    'x-requested-with': 'dispatch-board',
    'content-type': 'application/json',
  });
});

test('an empty answer is done', async () => {
  expect(await api('/session', { method: 'DELETE', fetch: server(204, '') })).toMatchObject({
    kind: 'done',
    value: null,
  });
});

test('a lost race brings what the issue is now', async () => {
  const conflict = { by: 'Ben', at: 5, action: 'assign', version: 7, groups: ['assignment'], card: {} };
  const answer = await api('/issues/1/assign', { fetch: server(409, problem(409, 'conflict', { conflict })) });
  expect(answer.kind === 'conflict' && answer.problem.conflict.by).toBe('Ben');
});

test('a 409 that is no race is a refusal', async () => {
  expect(await api('/districts/1', { fetch: server(409, problem(409, 'in_use')) })).toMatchObject({ kind: 'refused' });
});

test('wrong fields are named', async () => {
  const fields = [{ field: 'place.lat', code: 'range', reason: 'Latitude ends at 90.' }];
  const answer = await api('/issues', { fetch: server(400, problem(400, 'invalid', { fields })) });
  expect(faultOf(answer, 'place.lat')).toBe('Latitude ends at 90.');
  expect(faultOf(answer, 'title')).toBeUndefined();
});

test('a refusal says what happened and what to do', async () => {
  const answer = await api('/issues', { fetch: server(403, problem(403, 'not_allowed')) });
  expect(answer.kind !== 'done' && explainAnswer(answer)).toEqual({ sentence: 'What happened.', next: 'What to do.' });
});

test('no network, a fault of the server and a proxy page all leave the outcome open', async () => {
  const cut: typeof fetch = () => Promise.reject(new TypeError('failed'));
  expect(await api('/board', { fetch: cut })).toMatchObject({ kind: 'offline' });
  expect(await api('/board', { fetch: server(503, problem(503, 'not_ready', { retryAfterSeconds: 2 })) })).toEqual({
    kind: 'offline',
    sentence: 'What happened.',
    retryAfterSeconds: 2,
  });
  expect(await api('/board', { fetch: server(502, '<html>Bad gateway') })).toMatchObject({ kind: 'offline' });
  expect(await api('/board', { fetch: server(200, '<html>Sign in to the wifi') })).toMatchObject({ kind: 'offline' });
});
