import type { CategoryCode } from './categories.ts';

/** What contractors write when they are done. */
export const FINISH_NOTES: Readonly<Record<CategoryCode, readonly string[]>> = {
  water_leak: [
    'Replaced the trap and a seal, tested for ten minutes.',
    'Burst section cut out and replaced, pressure is back.',
    'Tightened the joint and dried the cabinet.',
    'New valve fitted. Wall should be dry in a week.',
  ],
  heating: [
    'Pump replaced, radiators warm.',
    'Refilled to 1.6 bar and bled all radiators.',
    'Ignition electrode cleaned, hot water is back.',
    'Sensor replaced. Runs without fault.',
  ],
  power: [
    'Damaged socket replaced, circuit tested.',
    'Loose neutral found and fixed.',
    'New breaker fitted, flat has power.',
    'Fault was in the washing machine; circuit is fine.',
  ],
  street_light: [
    'Lamp replaced.',
    'Driver replaced and post number renewed.',
    'Cable joint remade, light tested.',
    'Light sensor cleaned, switches properly again.',
  ],
  pothole: [
    'Filled with cold asphalt and compacted.',
    'Cut out and patched 1.5 m².',
    'Slabs relaid, edge is level.',
    'Filled for now; resurfacing is planned for spring.',
  ],
  drain: [
    'Cleared with the spiral, runs freely.',
    'Flushed 12 m at high pressure, grease removed.',
    'Roots cut out; camera shows a clear pipe.',
    'Gully emptied and rinsed.',
  ],
  gas_smell: [
    'Leaking joint at the meter tightened, measured: no gas.',
    'Hose of the cooker replaced, tightness tested.',
    'No gas found; smell came from the drain. Trap refilled.',
  ],
  lift: [
    'People freed and well. Door contact adjusted.',
    'Controller restarted, fault log saved, runs.',
    'Door belt replaced, ten test runs without fault.',
  ],
  lock: [
    'Cylinder replaced, three new keys handed over.',
    'Lock greased and strike plate moved.',
    'Closer replaced and adjusted.',
    'Broken key removed, lock works.',
  ],
  window: ['New pane fitted.', 'Hinge adjusted, closes tightly.', 'Handle replaced.', 'Frame repaired and sealed.'],
  waste: ['Collected this morning.', 'Collected and pavement swept.', 'Emptied with the second round.'],
  tree: [
    'Cut up and taken away, road is clear.',
    'Branch sawn off, crown checked.',
    'Cleared. Stump will be ground next week.',
  ],
  graffiti: ['Removed with the pressure washer.', 'Painted over in the wall’s colour.', 'Cleaned and coated.'],
};

export const PASS_REASONS = [
  'I cannot get there in time today.',
  'I lack the right tools for this.',
  'My van is in the garage.',
  'The job before takes longer than planned.',
  'Too far from my other jobs.',
] as const;

export const HOLD_NOTES = {
  parts: [
    'Waiting for a spare part from the wholesaler.',
    'The part on the van does not fit.',
    'Part ordered, comes tomorrow morning.',
  ],
  household: [
    'Nobody opens, will try again.',
    'The household asked to pause for an hour.',
    'Need the key to the cellar.',
  ],
  pickup: ['Fetching the ladder from the yard.', 'Picking up material at the depot.'],
} as const;

export const DISPUTE_REASONS = [
  'It worked for an hour, now it is the same as before.',
  'Nobody has been here as far as we can tell.',
  'It is better but still not right.',
  'The fault is back since this morning.',
] as const;

export const CANCEL_REASONS = [
  'It works again by itself.',
  'A neighbour has fixed it.',
  'Our landlord sends somebody.',
  'Filed by mistake.',
] as const;

export const REJECT_REASONS = [
  'This is private ground; the owner has to see to it.',
  'Not our town: please turn to the county.',
  'No fault found where it was reported, and nobody can be reached.',
] as const;

/** What is said about an issue: a question of one side and the answer of the other. */
export const TALKS: readonly { from: 'household' | 'contractor' | 'operator'; text: string; answer: string }[] = [
  {
    from: 'household',
    text: 'When will somebody come? I have to leave at three.',
    answer: 'We have told the crew; they try to be with you before three.',
  },
  {
    from: 'household',
    text: 'Is there anything we should do until then?',
    answer: 'Please keep the area clear. Nothing else is needed.',
  },
  { from: 'household', text: 'You can park in the yard, the gate is open.', answer: 'Thank you, passed on.' },
  { from: 'household', text: 'The bell does not work, please knock.', answer: 'Noted, the crew will knock.' },
  { from: 'operator', text: 'Can you tell us on which floor it is?', answer: 'Second floor on the left.' },
  { from: 'operator', text: 'Would tomorrow morning suit you as well?', answer: 'Yes, until ten somebody is at home.' },
  {
    from: 'contractor',
    text: 'I need access to the cellar. Who has the key?',
    answer: 'The caretaker, first door on the right.',
  },
];

export const QUESTIONS: readonly { text: string; answer: string }[] = [
  { text: 'Who can open the door on Thursday?', answer: 'My daughter is at home all day.' },
  { text: 'Could you send us the number on the device?', answer: 'It says GB 172, made 2014.' },
  { text: 'Is it still the same today?', answer: 'Yes, unchanged.' },
  { text: 'Does it happen all the time or only in the evening?', answer: 'Mostly in the evening.' },
];

export const INTERNAL_NOTES = [
  'Caller was upset last time, please be quick.',
  'Third report from this house this month.',
  'Owner pays, send the invoice to the caretaker.',
  'Fire brigade knows.',
  'Take the long ladder.',
] as const;
