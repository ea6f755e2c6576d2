import type { Row } from '../readers/row.ts';
import { FIELD_NAMES, type Field, type Mapping } from './mapping.ts';
import type { Point } from './reading.ts';

/** Names of columns in the exports of cities, letters and digits only, the best first. */
const NAMES: Record<Field, string> = {
  externalId:
    'externalid servicerequestid uniquekey caseenquiryid caseid casenumber caseno requestid requestnumber srnumber servicerequestnumber servicerequestno srnum ticketid ticketnumber issueid incidentid incidentnumber referencenumber referenceno reference ref number id',
  openedAt:
    'requesteddatetime createddate createdat opendt opendate openeddate openedat opened dateopened datecreated datetimeopened requestdate requesteddate requestdatetime servicerequestopendate createdatetime creationdate datetimeinit reporteddate datereported reportedat submittedat created entrydate calldate filedat',
  updatedAt:
    'updateddatetime changedat updateddate updatedat lastupdated lastmodified lastmodifieddate updated dateupdated modifieddate',
  closedAt:
    'closeddate closeddatetime closedat closeddt closedate dateclosed datetimeclosed closed completiondate completeddate datecompleted completedat resolveddate resolvedat dateresolved resolutiondate',
  dueAt:
    'expecteddatetime duedate targetdt targetdate sladate slaenddt slaexpirationdate expecteddate due expectedat resolveby',
  status: 'statusdescription status casestatus requeststatus currentstatus srstatus servicerequeststatus ticketstatus',
  category:
    'servicename complainttype requesttype servicerequesttype srtype casetype issuetype problemtype requestcategory incidenttype type category servicetype',
  title: 'servicesubtype descriptor casetitle subcategory subtype requestsubtype summary subject title problem',
  description: 'description details requestdetails problemdescription requestdescription longdescription',
  group: 'servicegroup group reason categorygroup requestgroup',
  team: 'agencyresponsible agencyname agency department responsibleagency owningdepartment ownerdepartment division dept',
  place:
    'address incidentaddress streetaddress fulladdress addressstring locationaddress requestaddress siteaddress location street',
  zip: 'zipcode zip incidentzip postalcode locationzipcode postcode',
  lat: 'lat latitude geolat ylatitude locationlatitude latitudewgs84',
  lon: 'long longitude lon lng geolong geolon xlongitude locationlongitude longitudewgs84',
  point: 'point geolocation geom thegeom thegeompoint coordinates georeference location1 locationpoint location',
  area: 'neighborhood neighbourhood districtname district borough ward communityarea councildistrict community precinct area',
  source:
    'source channel methodreceived opendatachanneltype origin origintype requestsource sourceid methodreceiveddescription',
  closingWords:
    'statusnotes closurereason resolutiondescription resolutionnotes resolutionaction resolution outcome closingcomments',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Which column holds what, by the columns' names; each column is used once, except one that holds address and point. */
export function guessFields(columns: readonly string[]): Mapping['fields'] {
  const byName = new Map<string, string>();
  for (const column of columns) if (!byName.has(plain(column))) byName.set(plain(column), column);
  const used = new Set<string>();
  const fields: Mapping['fields'] = {};
  for (const field of FIELD_NAMES) {
    if (field === 'point' && fields.lat !== undefined && fields.lon !== undefined) continue;
    const name = NAMES[field].split(' ').find((each) => byName.has(each) && !used.has(byName.get(each) ?? ''));
    const column = name === undefined ? undefined : byName.get(name);
    if (column === undefined) continue;
    fields[field] = column;
    if (column !== fields.place) used.add(column);
  }
  // Our own GeoJSON has a case's number only where there is one.
  const [externalId, ref] = [byName.get('externalid'), byName.get('ref')];
  if (externalId !== undefined && ref !== undefined) fields.externalId = [externalId, ref];
  // A file that knows only one kind of trouble calls it by what others call the line.
  if (fields.category === undefined && fields.title !== undefined) fields.category = fields.title;
  return fields;
}

/** How many rows are looked at to find out what a file's habits are. */
export const SAMPLE_ROWS = 5000;
/** A point that so many different addresses share, and so great a part of the rows, is no place of theirs. */
const ADDRESSES_ON_A_POINT = 20;
const PART_ON_A_POINT = 0.005;

/** Points that stand for "not known" by the look of a file's first rows: many different addresses lie on them. */
export function defaultPointsOf(rows: readonly Row[], fields: Mapping['fields']): Point[] {
  const { lat, lon, place } = fields;
  if (typeof lat !== 'string' || typeof lon !== 'string' || place === undefined) return [];
  const addresses = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    const [latText, lonText] = [cells(lat), cells(lon)];
    if (latText === '' || lonText === '') continue;
    const key = `${String(Number(latText))} ${String(Number(lonText))}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const address = [place].flat().map(cells).join(' ').toLowerCase();
    if (address === '') continue;
    const there = addresses.get(key) ?? new Set();
    addresses.set(key, there.add(address));
  }
  return [...addresses]
    .filter(
      ([key, there]) => there.size >= ADDRESSES_ON_A_POINT && (counts.get(key) ?? 0) >= rows.length * PART_ON_A_POINT,
    )
    .map(([key]) => key.split(' ').map(Number) as unknown as Point)
    .filter(([latitude, longitude]) => Number.isFinite(latitude) && Number.isFinite(longitude));
}

/** Whether dates with slashes begin with the day: some first part is above 12, and no second one. */
export function beginsWithDay(rows: readonly Row[], { openedAt, closedAt }: Mapping['fields']): boolean {
  let [first, second] = [0, 0];
  for (const column of [openedAt, closedAt].flat())
    if (column !== undefined)
      for (const { cells } of rows) {
        const parts = /^(\d{1,2})[/-](\d{1,2})[/-]\d{4}/.exec(cells(column));
        if (parts) [first, second] = [Math.max(first, Number(parts[1])), Math.max(second, Number(parts[2]))];
      }
  return first > 12 && second <= 12;
}
