import type { NewCategory } from '@dispatch/shared/categories/schema';

/** Words that contractors and categories share. */
export const SKILLS = [
  'plumbing',
  'heating',
  'gas',
  'electrical',
  'lifts',
  'roads',
  'drains',
  'carpentry',
  'locks',
  'green',
  'cleaning',
] as const;
export type Skill = (typeof SKILLS)[number];

export type CategoryCode =
  | 'water_leak'
  | 'heating'
  | 'power'
  | 'street_light'
  | 'pothole'
  | 'drain'
  | 'gas_smell'
  | 'lift'
  | 'lock'
  | 'window'
  | 'waste'
  | 'tree'
  | 'graffiti';

/** A category as the admin's form takes it. `icon` is the name of a lucide icon. */
export interface TownCategory extends NewCategory {
  code: CategoryCode;
  skills: Skill[];
}

type Question = TownCategory['questions'][number];

const choice = (id: string, text: string, options: string[], required = true): Question => ({
  id,
  text,
  kind: 'choice',
  options,
  required,
});
const yesno = (id: string, text: string, required = true): Question => ({ id, text, kind: 'yesno', required });
const number = (id: string, text: string, required = false): Question => ({ id, text, kind: 'number', required });
const text = (id: string, words: string, required = false): Question => ({ id, text: words, kind: 'text', required });

/** What households of a town report to its works. */
export const CATEGORIES: readonly TownCategory[] = [
  {
    code: 'water_leak',
    name: 'Water leak or burst pipe',
    icon: 'droplets',
    skills: ['plumbing'],
    expectedMinutes: 75,
    defaultUrgency: 'high',
    parts: { 'pipe coupling': 1 },
    questions: [
      choice('where', 'Where does the water come from?', [
        'Kitchen',
        'Bathroom',
        'Cellar',
        'Wall or ceiling',
        'In the street',
      ]),
      choice('flow', 'How strong is it?', ['It drips', 'It runs', 'It sprays']),
      yesno('shut_off', 'Have you been able to shut the water off?'),
    ],
  },
  {
    code: 'heating',
    name: 'Heating or hot water out',
    icon: 'thermometer-snowflake',
    skills: ['heating'],
    expectedMinutes: 90,
    defaultUrgency: 'normal',
    parts: {},
    questions: [
      choice('what', 'What is missing?', ['Radiators stay cold', 'No hot water', 'Both']),
      choice('since', 'Since when?', ['Today', 'Yesterday', 'Longer']),
      yesno('frail', 'Are there small children or frail people at home?'),
    ],
  },
  {
    code: 'power',
    name: 'Power failure',
    icon: 'zap-off',
    skills: ['electrical'],
    expectedMinutes: 60,
    defaultUrgency: 'high',
    parts: {},
    questions: [
      choice('extent', 'What is without power?', ['One room', 'The whole flat', 'The whole building']),
      yesno('breaker', 'Have you looked at the fuses?'),
    ],
  },
  {
    code: 'street_light',
    name: 'Street light out',
    icon: 'lightbulb-off',
    skills: ['electrical'],
    expectedMinutes: 40,
    defaultUrgency: 'low',
    parts: { 'lamp module': 1 },
    questions: [
      choice('fault', 'What is wrong with it?', ['Dark', 'Flickers', 'On all day', 'Damaged']),
      number('lamp', 'Which number is on the post?'),
    ],
  },
  {
    code: 'pothole',
    name: 'Pothole or damaged road',
    icon: 'construction',
    skills: ['roads'],
    expectedMinutes: 60,
    defaultUrgency: 'normal',
    parts: {},
    questions: [
      choice('where', 'Where is it?', ['Roadway', 'Cycle path', 'Pavement']),
      choice('size', 'How large is it?', ['Like a plate', 'Like a table', 'Across the lane']),
    ],
  },
  {
    code: 'drain',
    name: 'Blocked drain',
    icon: 'waves',
    skills: ['drains'],
    expectedMinutes: 60,
    defaultUrgency: 'normal',
    parts: {},
    questions: [
      choice('where', 'Which drain is it?', ['Kitchen', 'Bathroom', 'Toilet', 'Cellar', 'Gully in the street']),
      yesno('overflow', 'Does it overflow?'),
    ],
  },
  {
    code: 'gas_smell',
    name: 'Smell of gas',
    icon: 'flame',
    skills: ['gas'],
    expectedMinutes: 50,
    defaultUrgency: 'emergency',
    parts: {},
    questions: [
      choice('where', 'Where do you smell it?', ['In the flat', 'In the stairwell', 'In the cellar', 'Outside']),
      yesno('windows', 'Are the windows open?'),
      yesno('out', 'Has everyone left the building?'),
    ],
  },
  {
    code: 'lift',
    name: 'Lift stuck',
    icon: 'arrow-up-down',
    skills: ['lifts'],
    expectedMinutes: 60,
    defaultUrgency: 'emergency',
    parts: {},
    questions: [
      number('inside', 'How many people are inside?', true),
      text('floor', 'Between which floors does it stand?'),
    ],
  },
  {
    code: 'lock',
    name: 'Door or lock broken',
    icon: 'key-round',
    skills: ['locks'],
    expectedMinutes: 45,
    defaultUrgency: 'normal',
    parts: { 'lock cylinder': 1 },
    questions: [
      choice('door', 'Which door is it?', ['Front door of the building', 'Door of the flat', 'Cellar door', 'Garage']),
      yesno('closes', 'Does it still close?'),
    ],
  },
  {
    code: 'window',
    name: 'Broken window',
    icon: 'panels-top-left',
    skills: ['carpentry'],
    expectedMinutes: 80,
    defaultUrgency: 'normal',
    parts: {},
    questions: [
      choice('damage', 'What is broken?', ['The glass', 'The frame', 'The handle', 'It no longer closes']),
      number('floor', 'On which floor?'),
    ],
  },
  {
    code: 'waste',
    name: 'Waste not collected',
    icon: 'trash-2',
    skills: ['cleaning'],
    expectedMinutes: 25,
    defaultUrgency: 'low',
    parts: {},
    questions: [
      choice('bin', 'Which waste is it?', ['Household waste', 'Paper', 'Organic waste', 'Packaging', 'Bulky waste']),
      choice('day', 'When should it have been collected?', ['Today', 'Yesterday', 'Longer ago']),
    ],
  },
  {
    code: 'tree',
    name: 'Fallen tree or branch',
    icon: 'tree-deciduous',
    skills: ['green'],
    expectedMinutes: 90,
    defaultUrgency: 'high',
    parts: {},
    questions: [
      choice('blocks', 'Does it block something?', ['The road', 'The pavement', 'The cycle path', 'Nothing']),
      yesno('wire', 'Does it touch a wire or a car?'),
    ],
  },
  {
    code: 'graffiti',
    name: 'Graffiti',
    icon: 'spray-can',
    skills: ['cleaning'],
    expectedMinutes: 60,
    defaultUrgency: 'low',
    parts: {},
    questions: [
      choice('on', 'What is painted on?', ['House wall', 'Underpass', 'Bus stop', 'Bench or sign']),
      yesno('insulting', 'Is it insulting?'),
    ],
  },
];
