import type { Urgency } from '@dispatch/shared/issues/status';
import type { CategoryCode } from './categories.ts';
import type { Random } from './random.ts';

/** What somebody tells when filing: words that fit the answers given. */
export interface Report {
  urgency: Urgency;
  title: string;
  description: string;
  answers: Record<string, string | number | boolean>;
}

/** Whether an issue lies at the household's home or somewhere in the streets nearby. */
export const OUTDOORS: ReadonlySet<CategoryCode> = new Set(['street_light', 'pothole', 'waste', 'tree', 'graffiti']);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** One to three sentences after the first, never all of them. */
function tell(random: Random, first: string, more: readonly string[]): string {
  const count = random.whole(0, Math.min(2, more.length));
  return [first, ...random.shuffled(more).slice(0, count)].join(' ');
}

const WRITERS: Readonly<Record<CategoryCode, (random: Random, street: string) => Report>> = {
  water_leak: (random) => {
    const where = random.pick(['Kitchen', 'Bathroom', 'Cellar', 'Wall or ceiling', 'In the street']);
    const flow = random.weighted({ 'It drips': 5, 'It runs': 3, 'It sprays': 1 });
    const shut = where !== 'In the street' && random.chance(0.6);
    const spot =
      {
        Kitchen: random.pick(['under the kitchen sink', 'behind the dishwasher', 'at the kitchen tap']),
        Bathroom: random.pick(['behind the toilet', 'under the wash basin', 'at the shower tap']),
        Cellar: random.pick(['from a pipe in the cellar', 'near the water meter', 'in the laundry room']),
        'Wall or ceiling': random.pick([
          'through the ceiling of the hall',
          'from the bathroom wall',
          'through the bedroom ceiling',
        ]),
        'In the street': random.pick(['out of the road', 'beside a manhole', 'from under the pavement']),
      }[where] ?? 'somewhere';
    const verb = { 'It drips': 'drips', 'It runs': 'runs', 'It sprays': 'sprays' }[flow];
    return {
      urgency: flow === 'It sprays' ? 'emergency' : flow === 'It runs' ? 'high' : 'normal',
      title: flow === 'It sprays' ? `Burst pipe, water sprays ${spot}` : `Water ${verb} ${spot}`,
      description: tell(
        random,
        `Water ${verb} ${spot}${random.pick([' since this morning', ' since last night', '', ' and it is getting worse'])}.`,
        [
          shut ? 'The main tap is closed now.' : 'I cannot find where to turn it off.',
          'There is a bucket under it but it fills quickly.',
          'The neighbours below have a wet ceiling already.',
          'It started after the work on the pipes last week.',
          'The floor is wet up to the door.',
        ],
      ),
      answers: { where, flow, shut_off: shut },
    };
  },
  heating: (random) => {
    const what = random.pick(['Radiators stay cold', 'No hot water', 'Both']);
    const since = random.pick(['Today', 'Yesterday', 'Longer']);
    const frail = random.chance(0.25);
    const time = { Today: 'since this morning', Yesterday: 'since yesterday', Longer: 'for several days' }[since] ?? '';
    return {
      urgency: frail ? 'high' : 'normal',
      title:
        {
          'Radiators stay cold': 'Radiators stay cold',
          'No hot water': 'No hot water',
          Both: 'No heating and no hot water',
        }[what] ?? what,
      description: tell(
        random,
        `${what === 'Both' ? 'Heating and hot water have been out' : what === 'No hot water' ? 'We have had no hot water' : 'The radiators have been cold'} ${time}.`,
        [
          frail
            ? random.pick(['We have a baby at home.', 'My mother is 84 and cannot stay in the cold.'])
            : 'We manage for now with an electric heater.',
          'The display shows E 119.',
          'The pump makes a knocking noise.',
          'The pressure is below one bar.',
          'The flat upstairs has the same trouble.',
        ],
      ),
      answers: { what, since, frail },
    };
  },
  power: (random) => {
    const extent = random.weighted({ 'One room': 4, 'The whole flat': 4, 'The whole building': 1.5 });
    const breaker = random.chance(0.75);
    return {
      urgency: extent === 'One room' ? 'normal' : 'high',
      title: {
        'One room': 'No power in one room',
        'The whole flat': 'No power in the flat',
        'The whole building': 'The whole building is dark',
      }[extent],
      description: tell(
        random,
        `There is no power in ${lower(extent)} ${random.pick(['since about an hour', 'since the storm', 'since this morning', 'again'])}.`,
        [
          breaker ? 'The fuse trips again at once.' : 'I do not dare touch the fuse box.',
          'There was a bang and a smell of burning at a socket.',
          'The freezer is full, please come soon.',
          'It began when the washing machine started.',
        ],
      ),
      answers: { extent, breaker },
    };
  },
  street_light: (random, street) => {
    const fault = random.pick(['Dark', 'Flickers', 'On all day', 'Damaged']);
    const lamp = random.whole(1, 64);
    const words =
      { Dark: 'is dark', Flickers: 'flickers', 'On all day': 'is on all day', Damaged: 'is damaged' }[fault] ??
      'is out';
    return {
      urgency: fault === 'Damaged' ? 'normal' : 'low',
      title: `Street light ${words} in ${street}`,
      description: tell(
        random,
        `The lamp ${words} ${random.pick(['for about a week', 'since the weekend', 'since Monday', 'for some days'])}.`,
        [
          'The crossing is very dark now.',
          'Children come this way to school.',
          'A van hit the post.',
          `The number on the post is ${String(lamp)}.`,
        ],
      ),
      answers: random.chance(0.7) ? { fault, lamp } : { fault },
    };
  },
  pothole: (random, street) => {
    const where = random.weighted({ Roadway: 5, 'Cycle path': 2, Pavement: 2 });
    const size = random.weighted({ 'Like a plate': 4, 'Like a table': 3, 'Across the lane': 1 });
    return {
      urgency: size === 'Across the lane' ? 'high' : where === 'Roadway' ? 'normal' : 'low',
      title: where === 'Roadway' ? `Pothole in ${street}` : `${where} broken up in ${street}`,
      description: tell(random, `There is a hole ${lower(size)} in the ${lower(where)}.`, [
        'Cars swerve around it into the other lane.',
        'A cyclist fell there yesterday.',
        'It is full of water and hard to see.',
        'It was patched in spring and has opened again.',
        'A pram cannot pass.',
      ]),
      answers: { where, size },
    };
  },
  drain: (random) => {
    const where = random.pick(['Kitchen', 'Bathroom', 'Toilet', 'Cellar', 'Gully in the street']);
    const overflow = random.chance(0.35);
    const name =
      {
        Kitchen: 'Kitchen sink',
        Bathroom: 'Shower drain',
        Toilet: 'Toilet',
        Cellar: 'Cellar drain',
        'Gully in the street': 'Gully',
      }[where] ?? where;
    return {
      urgency: overflow ? 'high' : 'normal',
      title: `${name} blocked${overflow ? ' and overflowing' : ''}`,
      description: tell(
        random,
        overflow
          ? `The ${lower(name)} is blocked and water comes up.`
          : `The ${lower(name)} drains very slowly or not at all.`,
        [
          'Plunger and hot water did not help.',
          'It smells badly.',
          'It is the only one in the flat.',
          'The same thing happened two months ago.',
          'When the neighbours shower it gurgles here.',
        ],
      ),
      answers: { where, overflow },
    };
  },
  gas_smell: (random) => {
    const where = random.pick(['In the flat', 'In the stairwell', 'In the cellar', 'Outside']);
    const windows = random.chance(0.8);
    const out = random.chance(0.6);
    return {
      urgency: 'emergency',
      title: `Smell of gas ${lower(where)}`,
      description: tell(
        random,
        `It smells of gas ${lower(where)}, ${random.pick(['quite strongly', 'faintly but clearly', 'stronger than an hour ago'])}.`,
        [
          out ? 'Everyone is outside.' : 'The people upstairs are still in their flat.',
          windows ? 'The windows are open.' : 'We touched nothing.',
          'The gas tap at the meter is closed.',
        ],
      ),
      answers: { where, windows, out },
    };
  },
  lift: (random) => {
    const inside = random.weighted({ 0: 5, 1: 3, 2: 2, 4: 0.6 });
    const people = Number(inside);
    const lowerFloor = random.whole(0, 5);
    const floor = `${lowerFloor === 0 ? 'ground floor' : String(lowerFloor)} and ${String(lowerFloor + 1)}`;
    return {
      urgency: people > 0 ? 'emergency' : 'high',
      title:
        people > 0
          ? `Lift stuck with ${people === 1 ? 'one person' : `${String(people)} people`} inside`
          : 'Lift stands still, nobody inside',
      description: tell(
        random,
        people > 0
          ? `The lift is stuck between ${floor}. ${people === 1 ? 'The person inside is calm.' : 'They are calm but it is warm inside.'}`
          : `The lift stands between ${floor} and does not move.`,
        [
          'The emergency button rings but nobody answers.',
          'It jerked before it stopped.',
          'A neighbour in a wheelchair depends on it.',
        ],
      ),
      answers: { inside: people, floor },
    };
  },
  lock: (random) => {
    const door = random.pick(['Front door of the building', 'Door of the flat', 'Cellar door', 'Garage']);
    const closes = random.chance(0.5);
    return {
      urgency: door === 'Door of the flat' && !closes ? 'high' : 'normal',
      title: closes ? `${door}: lock is stiff` : `${door} no longer closes`,
      description: tell(
        random,
        closes ? 'The key turns only with force.' : `The ${lower(door)} does not close any more.`,
        [
          'It was levered open last night.',
          'The key broke off inside.',
          'The closer at the top has come loose.',
          'Anyone can walk in.',
        ],
      ),
      answers: { door, closes },
    };
  },
  window: (random) => {
    const damage = random.pick(['The glass', 'The frame', 'The handle', 'It no longer closes']);
    const floor = random.whole(0, 4);
    return {
      urgency: damage === 'The glass' ? 'normal' : 'low',
      title:
        {
          'The glass': 'Window pane broken',
          'The frame': 'Window frame rotten',
          'The handle': 'Window handle came off',
          'It no longer closes': 'Window does not close',
        }[damage] ?? damage,
      description: tell(
        random,
        damage === 'It no longer closes'
          ? 'One window hangs and does not close any more.'
          : `${damage} of a window is broken.`,
        [
          `It is on floor ${String(floor)}.`,
          'Rain comes in.',
          'It is the child’s room.',
          'We have taped a sheet over it.',
          'Splinters lie on the pavement.',
        ],
      ),
      answers: { damage, floor },
    };
  },
  waste: (random, street) => {
    const bin = random.pick(['Household waste', 'Paper', 'Organic waste', 'Packaging', 'Bulky waste']);
    const day = random.pick(['Today', 'Yesterday', 'Longer ago']);
    return {
      urgency: 'low',
      title: `${bin} not collected in ${street}`,
      description: tell(
        random,
        `${bin} was not collected ${{ Today: 'today', Yesterday: 'yesterday', 'Longer ago': 'last week' }[day] ?? ''}${random.pick([', the whole side of the street', ', only ours', ''])}.`,
        [
          'The bins block the pavement.',
          'Crows have opened the bags.',
          'A parked car stood in the way, it is gone now.',
          'The next date is in two weeks.',
        ],
      ),
      answers: { bin, day },
    };
  },
  tree: (random, street) => {
    const blocks = random.pick(['The road', 'The pavement', 'The cycle path', 'Nothing']);
    const wire = random.chance(0.15);
    return {
      urgency: wire ? 'emergency' : blocks === 'The road' ? 'high' : 'normal',
      title:
        blocks === 'Nothing'
          ? `Broken branch hangs over ${street}`
          : `Fallen ${random.pick(['tree', 'branch'])} blocks ${lower(blocks)}`,
      description: tell(
        random,
        blocks === 'Nothing'
          ? 'A thick branch has broken and hangs in the crown.'
          : `It lies across ${lower(blocks)}, nobody can pass.`,
        [
          wire ? 'It touches a wire.' : 'No wires are near.',
          'It came down in the wind last night.',
          'It is about as thick as a leg.',
          'People climb over it.',
        ],
      ),
      answers: { blocks, wire },
    };
  },
  graffiti: (random) => {
    const on = random.pick(['House wall', 'Underpass', 'Bus stop', 'Bench or sign']);
    const insulting = random.chance(0.25);
    return {
      urgency: insulting ? 'normal' : 'low',
      title: `Graffiti on ${{ 'House wall': 'a house wall', Underpass: 'the underpass', 'Bus stop': 'the bus stop', 'Bench or sign': 'a bench' }[on] ?? 'a wall'}`,
      description: tell(
        random,
        `Somebody painted the ${lower(on)} ${random.pick(['over night', 'at the weekend', 'again'])}.`,
        [
          insulting ? 'It is insulting and should go soon.' : 'It is large but only colourful.',
          'About two metres wide.',
          'The paint was still wet this morning.',
        ],
      ),
      answers: { on, insulting },
    };
  },
};

/** A report of a category from a household in a street. */
export function writeReport(category: CategoryCode, street: string, random: Random): Report {
  return WRITERS[category](random, street);
}
