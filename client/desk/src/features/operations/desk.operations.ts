/** What can be done at the desk whichever issue is selected. */
import { currentTheme, setTheme, type Theme } from '@dispatch/base/lib/theme';
import { countOf } from '@dispatch/base/lib/count';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { tell, tellFault } from '@dispatch/base/ui/toast';
import { EVERYTHING, linkOf, type Switch } from '@dispatch/shared/issues/filter';
import { signOut } from '../session/session.ts';
import type { Panel } from '../workspace/arrangement.svelte.ts';
import type { Desk } from '../workspace/desk.svelte.ts';
import type { Hand, Operation } from './operation.types.ts';

const always = (): boolean => true;
const possible = (): null => null;

/** The short form of what is mostly there and possible. */
function operation(
  id: string,
  section: Operation['section'],
  label: string,
  run: (desk: Desk) => void,
  more: Partial<Pick<Operation, 'key' | 'words' | 'available' | 'disabledReason'>> = {},
): Operation {
  return {
    id,
    section,
    label,
    run: ({ desk }) => {
      run(desk);
    },
    available: always,
    disabledReason: possible,
    ...more,
  };
}

function show(panels: readonly Panel[], words: string): (desk: Desk) => void {
  return (desk) => {
    desk.arrangement.show(panels);
    announce(words);
  };
}

function only(desk: Desk, field: Switch): void {
  const { filter } = desk.board;
  desk.board.filter = { ...filter, [field]: !filter[field] };
  announceShown(desk);
}

/** How much the filter leaves, for those who do not see it. */
export function announceShown(desk: Desk): void {
  announce(`${countOf(desk.board.shown, 'issue')} shown.`);
}

function focusFirst(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  return element !== null;
}

async function leave(): Promise<void> {
  const answer = await signOut();
  if (answer.kind === 'done') location.assign('/');
  else tellFault(answer, 'sign-out');
}

async function copyLink(desk: Desk): Promise<void> {
  await navigator.clipboard.writeText(desk.linkHere());
  tell('The link to this arrangement is copied.');
}

function theme(value: Theme, label: string): Operation {
  return operation(
    `you.theme.${value}`,
    'you',
    label,
    () => {
      setTheme(value);
    },
    {
      words: 'colours theme dark light night',
      disabledReason: () => (currentTheme() === value ? 'It is so already.' : null),
    },
  );
}

const isAdmin = ({ desk: { me } }: Hand): boolean => me.kind === 'admin' || me.kind === 'owner';

export const DESK_OPERATIONS: readonly Operation[] = [
  operation(
    'go.palette',
    'go',
    'Do anything: name it',
    (desk) => {
      desk.deeds.dialog = { kind: 'palette' };
    },
    { key: 'Ctrl K' },
  ),
  operation(
    'go.file',
    'go',
    'New issue for a caller',
    (desk) => {
      desk.deeds.dialog = { kind: 'file' };
    },
    { key: 'N', words: 'file report create phone' },
  ),
  operation(
    'go.search',
    'go',
    'Search',
    (desk) => {
      desk.focusSearch();
    },
    { key: '/', words: 'find issue reference' },
  ),
  operation(
    'go.board',
    'go',
    'Go to the board',
    (desk) => {
      if (!desk.arrangement.isOpen('kanban')) desk.arrangement.show(['kanban', 'map', 'strip']);
      requestAnimationFrame(() => {
        if (!focusFirst('.kanban [data-card][tabindex="0"]')) announce('The board is empty.');
      });
    },
    { words: 'cards columns kanban focus' },
  ),
  operation(
    'go.map',
    'go',
    'Go to the map',
    (desk) => {
      if (!desk.arrangement.isOpen('map')) desk.arrangement.show(['kanban', 'map', 'strip']);
      requestAnimationFrame(() => focusFirst('section[aria-label="Map"] [tabindex="0"]'));
    },
    { words: 'markers focus' },
  ),
  operation(
    'go.strip',
    'go',
    'Go to the contractors',
    (desk) => {
      if (!desk.arrangement.isOpen('strip')) desk.arrangement.toggle('strip');
      requestAnimationFrame(() => {
        if (!focusFirst('.strip [data-contractor]')) announce('There is no contractor yet.');
      });
    },
    { words: 'crew people focus' },
  ),

  operation(
    'go.time',
    'go',
    'Go to the timeline',
    (desk) => {
      if (!desk.arrangement.isOpen('time')) desk.arrangement.toggle('time');
      requestAnimationFrame(() => {
        desk.timeline.focus();
      });
    },
    { words: 'rows bars shifts focus' },
  ),

  operation('view.all', 'view', 'Board and map', show(['kanban', 'map', 'strip'], 'Board and map.'), { key: '1' }),
  operation('view.kanban', 'view', 'Board alone', show(['kanban', 'strip'], 'Board alone.'), { key: '2' }),
  operation('view.map', 'view', 'Map alone', show(['map', 'strip'], 'Map alone.'), { key: '3' }),
  operation(
    'view.strip',
    'view',
    'Contractors, shown or hidden',
    (desk) => {
      desk.arrangement.toggle('strip');
      announce(desk.arrangement.isOpen('strip') ? 'Contractors shown.' : 'Contractors hidden.');
    },
    { key: '4' },
  ),
  operation(
    'view.queue',
    'view',
    'What needs you; up and down go through it',
    (desk) => {
      desk.openQueue();
    },
    { key: '5', words: 'queue calls emergencies disputed passed' },
  ),
  operation('view.list', 'view', 'List', show(['list', 'strip'], 'List.'), {
    key: '6',
    words: 'table rows sort columns filter export',
  }),
  operation(
    'view.notes',
    'view',
    'Notes, shown or hidden',
    (desk) => {
      desk.arrangement.toggle('notes');
      const isOpen = desk.arrangement.isOpen('notes');
      if (isOpen) desk.arrangement.wantsFocus = 'notes';
      announce(isOpen ? 'Notes shown.' : 'Notes hidden.');
    },
    { key: '7', words: 'write remember shift' },
  ),
  operation('view.time', 'view', 'Timeline', show(['time'], 'Timeline.'), {
    key: '8',
    words: 'plan schedule shifts day rows gantt',
  }),
  operation(
    'view.time.below',
    'view',
    'Timeline below, shown or hidden',
    (desk) => {
      desk.arrangement.toggle('time');
      announce(desk.arrangement.isOpen('time') ? 'Timeline shown.' : 'Timeline hidden.');
    },
    { key: '9', words: 'plan schedule split beside board map' },
  ),
  operation(
    'go.notices',
    'go',
    'Notices, and what you are told of',
    (desk) => {
      desk.showsNotices = true;
    },
    { words: 'bell notifications sound do not disturb quiet' },
  ),
  operation(
    'go.handover',
    'go',
    'Hand over the desk',
    (desk) => {
      location.assign(`${desk.root}handover`);
    },
    { words: 'shift end next colleague print' },
  ),
  operation('view.link', 'view', 'Copy a link to this arrangement', (desk) => void copyLink(desk), {
    words: 'share panels url',
  }),
  operation(
    'view.place',
    'view',
    'Dropping on a contractor: asks or assigns',
    (desk) => {
      desk.arrangement.place = desk.arrangement.place === 'offer' ? 'assign' : 'offer';
      announce(desk.arrangement.place === 'offer' ? 'Dropping asks.' : 'Dropping assigns.');
    },
    { words: 'offer drag' },
  ),

  operation(
    'go.plan_day',
    'go',
    'Plan the day: search for a better plan',
    (desk) => {
      desk.deeds.dialog = { kind: 'plan_day' };
    },
    { key: 'Z', words: 'optimise improve routes driving promises applied undo history' },
  ),
  operation(
    'view.time_off',
    'view',
    'Time off and extra time that is asked for',
    (desk) => {
      desk.deeds.dialog = { kind: 'time_off' };
    },
    { words: 'holiday absence sick approve shift schedule leave' },
  ),
  operation(
    'show.late',
    'show',
    'Only what is late, or all again',
    (desk) => {
      only(desk, 'overdue');
    },
    { words: 'overdue filter' },
  ),
  operation(
    'show.needs',
    'show',
    'Only what needs you, or all again',
    (desk) => {
      only(desk, 'needsYou');
    },
    { words: 'calls callbacks emergency filter' },
  ),
  operation(
    'show.hold',
    'show',
    'Only what is on hold, or all again',
    (desk) => {
      only(desk, 'hold');
    },
    { words: 'paused waiting filter' },
  ),
  operation(
    'show.everything',
    'show',
    'Everything: no filter',
    (desk) => {
      desk.shown.filter = EVERYTHING;
      announceShown(desk);
    },
    {
      words: 'clear reset all districts teams',
      disabledReason: ({ desk }) =>
        Object.keys(linkOf(desk.board.filter)).length === 0 ? 'Nothing is filtered.' : null,
    },
  ),

  operation('you.simulation', 'you', 'Simulation on or off', (desk) => void desk.simulation.toggle(), {
    words: 'demo play pause',
    available: ({ desk }) => desk.simulation.on !== null,
  }),
  theme('light', 'Light colours'),
  theme('dark', 'Dark colours'),
  theme('system', 'Colours as the device has them'),
  operation(
    'you.help',
    'you',
    'Keys and help',
    (desk) => {
      desk.deeds.dialog = { kind: 'help' };
    },
    { key: '?', words: 'shortcuts' },
  ),
  operation('you.wall', 'you', 'Open the wall', (desk) => void window.open(`${desk.root}wall`, '_blank'), {
    words: 'display screen',
  }),
  operation(
    'you.walls',
    'you',
    'Make a wall display',
    (desk) => {
      desk.deeds.dialog = { kind: 'wall' };
    },
    { words: 'kiosk screen link' },
  ),
  operation(
    'you.admin',
    'you',
    'Administration',
    (desk) => {
      location.assign(`${desk.root}admin`);
    },
    { words: 'settings people categories districts', available: isAdmin },
  ),
  operation('you.out', 'you', 'Sign out', () => void leave(), { words: 'log out leave' }),
];
