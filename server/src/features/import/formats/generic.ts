import type { Cells } from '../readers/row.ts';
import type { CityRecord, Ending, RecordFormat } from './city-record.ts';
import { columnsOf, type Field, type Mapping } from './mapping.ts';
import { postalCode, Reading, type Point } from './reading.ts';

const CLOSED =
  /^(closed?|resolved|complete|done|fixed|archived|cancel|duplicate|rejected|invalid|finished|geschlossen|erledigt)/i;
const OPEN =
  /^(open|new|pending|assigned|in.?progress|started|re-?open|submitted|received|acknowledged|offen|to.?assign)/i;
const ENDINGS: readonly (readonly [Exclude<Ending, 'done'>, RegExp])[] = [
  ['duplicate', /duplicat/i],
  ['rejected', /invalid|reject|not ours|no jurisdiction|outside (of )?jurisdiction|referred to/i],
  ['cancelled', /cancel|withdrawn|administratively closed|no access/i],
];
const RESIDENT = /web|app\b|mobile|online|self|internet|twitter|e-?mail|portal|citizens connect|smart ?phone|^home$/i;
const CALLER = /phone|call|voice|constituent/i;

/** `POINT (-71.06 42.36)`, `(42.36, -71.06)`, `42.36 -71.06`: latitude and longitude as texts. */
function pointOf(text: string): [string, string] | null {
  const wkt = /^(?:SRID=\d+;)?POINT\s*\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)\s*\)$/i.exec(text);
  if (wkt) return [wkt[2] ?? '', wkt[1] ?? ''];
  const pair = /(-?\d{1,3}\.\d+)\s*[, ]\s*(-?\d{1,3}\.\d+)\)?\s*$/.exec(text);
  return pair ? [pair[1] ?? '', pair[2] ?? ''] : null;
}

const startsLike = (text: string, words: readonly string[] | undefined): boolean =>
  words?.some((word) => text.toLowerCase().startsWith(word.toLowerCase())) === true;
const contains = (text: string, words: readonly string[] | undefined): boolean =>
  words?.some((word) => text.toLowerCase().includes(word.toLowerCase())) === true;

/** Cases of any city, read by a mapping of columns. */
export function generic(mapping: Mapping, defaultZone: string): RecordFormat {
  const timeZone = mapping.timeZone ?? defaultZone;
  const times = { timeZone, dayFirst: mapping.dates === 'day-first' };
  const columns = (field: Field): readonly string[] => columnsOf(mapping.fields, field);
  const nowhere: readonly Point[] = mapping.defaultPoints ?? [];

  function isClosed(status: string, closedAt: number | null): boolean {
    if (startsLike(status, mapping.openWords)) return false;
    if (startsLike(status, mapping.closedWords) || CLOSED.test(status)) return true;
    return OPEN.test(status) ? false : closedAt !== null;
  }

  function endingOf(told: string): Ending {
    for (const [ending, pattern] of ENDINGS)
      if (contains(told, mapping.endings?.[ending]) || pattern.test(told)) return ending;
    return 'done';
  }

  function filedBy(source: string): CityRecord['filedBy'] {
    if (contains(source, mapping.sources?.resident)) return 'resident';
    if (contains(source, mapping.sources?.caller)) return 'caller';
    return RESIDENT.test(source) ? 'resident' : CALLER.test(source) ? 'caller' : 'staff';
  }

  return {
    name: 'generic',
    timeZone,
    read(cells: Cells, line) {
      const reading = new Reading(cells, line, times);
      /** The column of a field that has something in it; the first one where none has. */
      const column = (field: Field): string =>
        columns(field).find((name) => cells(name) !== '') ?? columns(field)[0] ?? '';
      const text = (field: Field, longest: number): string => {
        const name = column(field);
        return name === ''
          ? ''
          : reading
              .text(name, longest)
              .replace(/[ \t]+/g, ' ')
              .trim();
      };
      const time = (field: Field): number | null => {
        const name = column(field);
        return name === '' ? null : reading.time(name);
      };

      const externalId = reading.caseNumber(column('externalId'));
      const openedAt = time('openedAt');
      if (openedAt === null) reading.blank(column('openedAt'));
      const status = text('status', 80);
      const told = time('closedAt');
      let closedAt: number | null = null;
      if (isClosed(status, told)) {
        closedAt = told ?? time('updatedAt');
        if (closedAt === null)
          reading.fault(column('closedAt') || 'closedAt', `is blank though the case is "${status}"`);
        closedAt = reading.closing(column('closedAt'), column('openedAt'), openedAt, closedAt);
      } else if (told !== null)
        reading.note(column('closedAt'), `is there though the case is "${status}"; it counts as open`);
      const dueAt = time('dueAt');
      const category = text('category', 80);
      if (category === '') reading.blank(column('category'));
      let position = null;
      const pair = columns('lat').length === 0 ? pointOf(cells(column('point'))) : null;
      if (pair) position = reading.point(column('point'), ...pair, nowhere);
      else if (columns('lat').length > 0) position = reading.position(column('lat'), column('lon'), nowhere);
      if (reading.faults.length > 0 || openedAt === null) return reading.faults;

      const zip = postalCode(text('zip', 20));
      const places = columns('place').map((name) => reading.text(name, 200).replace(/\s+/g, ' ').trim());
      const place = [...places, zip].filter((part, at, all) => part !== '' && all.indexOf(part) === at).join(', ');
      let description = reading.text(column('description'), 4000).replaceAll('\r\n', '\n').trim();
      let title = text('title', 140);
      if (title === '' && description !== '') {
        // Where nothing else says it in a line, the description's first line does.
        const end = `${description}\n`.indexOf('\n');
        title = description.slice(0, Math.min(end, 140)).trim();
        if (end <= 140) description = description.slice(end).trim();
      }
      const team = text('team', 80);
      const closingWords = text('closingWords', 2000);
      const group = text('group', 40) || category.slice(0, 40);
      return {
        line,
        externalId,
        openedAt,
        dueAt,
        closedAt,
        ending: endingOf(`${status} ${closingWords}`),
        closingWords: closingWords === '' ? null : closingWords,
        title: title || category,
        description,
        category,
        group,
        team: team === '' ? null : (mapping.teams?.[team] ?? team),
        place: place === '' ? null : place.slice(0, 200),
        lat: position?.lat ?? null,
        lon: position?.lon ?? null,
        area: text('area', 80) || null,
        filedBy: filedBy(text('source', 80)),
        notes: reading.notes,
      };
    },
  };
}
