import type { Urgency } from '@dispatch/shared/issues/status';

/** What stands around imported issues and is made from their words where it is not there yet. */
export interface NewCategory {
  code: string;
  name: string;
  icon: string;
  skills: string[];
  urgency: Urgency;
}

/** Those who do the work of one group of trouble: stands for the people whom an export does not name. */
export interface NewCrew {
  name: string;
  initials: string;
  colour: string;
  skills: string[];
}

/** lucide icons by words of a group or category. */
const ICONS: readonly (readonly [RegExp, string])[] = [
  [/\btrees?\b|\bpark\b/i, 'tree-pine'],
  [/street light|lighting/i, 'lamp'],
  [/electric/i, 'zap'],
  [/traffic signal|signal/i, 'traffic-cone'],
  [/sign/i, 'signpost'],
  [/sanitation|trash|recycl|bulk|litter|dumpster/i, 'trash-2'],
  [/street clean/i, 'brush'],
  [/graffiti/i, 'spray-can'],
  [/highway|pothole|sidewalk|road|bridge/i, 'construction'],
  [/housing|heat|living|apartment|bed bugs/i, 'house'],
  [/building|permit|zoning/i, 'building'],
  [/vehicle|parking|bicycle/i, 'car'],
  [/water|catchbasin|hydrant|sewer/i, 'droplets'],
  [/rodent|mice|animal|environmental/i, 'bug'],
  [/health|food/i, 'heart-pulse'],
  [/comment|general|notification|request/i, 'message-square'],
];

/** Urgency by the words of a category; the first that fits, else normal. */
const URGENCY: readonly (readonly [RegExp, Urgency])[] = [
  [/emergenc/i, 'emergency'],
  [/make safe|dangerous|knock ?down|system failure|^heat|utility call|signal repair|missing sign|cave/i, 'high'],
  [/comment|compliment|notification|sticker|cart|new tree|volunteer|program|valet/i, 'low'],
];

/** Colours that can be told apart on the map, light enough for dark initials. */
const COLOURS = [
  '#4f9dde',
  '#e2873a',
  '#5fb56b',
  '#c86bb5',
  '#d9b23c',
  '#5fc0b7',
  '#d96a62',
  '#8f8ae0',
  '#93b344',
  '#b58a62',
  '#6aa7a0',
  '#cf7d9d',
];

export function newCategory(name: string, group: string): NewCategory {
  return {
    code: codeOf(name),
    name,
    icon: firstThatFits(ICONS, name) ?? firstThatFits(ICONS, group) ?? 'wrench',
    skills: [skillOf(group)],
    urgency: firstThatFits(URGENCY, name) ?? 'normal',
  };
}

/** @param place of the crew among all crews: gives its colour. */
export function newCrew(group: string, place: number): NewCrew {
  const words = group.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const initials = (words.length > 1 ? words.slice(0, 2).map((word) => word.charAt(0)) : [group.slice(0, 2)]).join('');
  return {
    name: `${group} crew`,
    initials: initials.toUpperCase() || '?',
    colour: COLOURS[place % COLOURS.length] ?? '#4f9dde',
    skills: [skillOf(group)],
  };
}

/** The code of a category: `Sidewalk Repair (Make Safe)` → `sidewalk-repair-make-safe`. */
export function codeOf(name: string): string {
  const code = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
  return code === '' ? 'other' : code;
}

export function skillOf(group: string): string {
  return group.trim().toLowerCase().slice(0, 40);
}

function firstThatFits<T>(table: readonly (readonly [RegExp, T])[], text: string): T | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
