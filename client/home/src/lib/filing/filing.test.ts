import type { Category } from '@dispatch/shared/board/reference';
import { expect, test } from 'vitest';
import { filingOf } from './filing.ts';

const category: Category = {
  id: 'c',
  code: 'water',
  name: 'Water',
  icon: 'droplet',
  skills: [],
  expectedMinutes: 60,
  defaultUrgency: 'normal',
  active: true,
  parts: {},
  questions: [
    { id: 'stop', text: 'Can you turn it off?', kind: 'yesno', required: true },
    { id: 'floor', text: 'Which floor?', kind: 'number', required: false },
    { id: 'room', text: 'Which room?', kind: 'text', required: false },
  ],
};

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

test('answers go out in the kind of their question, and what is empty is left out', () => {
  const filing = filingOf(
    category,
    form({
      'answers.stop': 'no',
      'answers.floor': '0',
      'answers.room': ' ',
      description: ' Drips ',
      urgency: 'high',
      place: '',
    }),
  );
  expect(filing).toEqual({
    categoryId: 'c',
    description: 'Drips',
    answers: { stop: false, floor: 0 },
    urgency: 'high',
  });
});

test('a place goes out with its pin, but not when it is at home', () => {
  const where = { place: 'Mill Lane 3', lat: '42.36', lon: '-71.05' };
  expect(filingOf(category, form(where))).toMatchObject({ place: 'Mill Lane 3', lat: 42.36, lon: -71.05 });
  expect(filingOf(category, form({ ...where, where: 'home' }))).toEqual({ categoryId: 'c' });
});

test('"call me back" brings the number and no answers', () => {
  expect(filingOf(category, form({ callback: 'yes', 'contact.phone': '555 0100', 'answers.stop': 'yes' }))).toEqual({
    categoryId: 'c',
    callback: true,
    contact: { phone: '555 0100' },
  });
});
