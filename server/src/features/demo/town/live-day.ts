import type { Urgency } from '@dispatch/shared/issues/status';
import type { CategoryCode } from './categories.ts';
import type { HistoryIssue, TownHistory } from './history.types.ts';
import { cyclic } from './plane.ts';
import { FINISH_NOTES, HOLD_NOTES, PASS_REASONS } from './phrases.ts';
import { crewMember, Scene, type Opening, type Stage } from './scene.ts';
import { alongPath, travelPath, type TravelPath } from './travel.ts';
import { DAY, HOUR, MINUTE } from './working-time.ts';

/**
 * What is going on now, whatever the hour: 45 issues in every stage from the inbox to confirmed, some late, some on
 * hold, one that came back twice. @returns the issues and where the contractors are.
 */
export function playLiveDay(stage: Stage): { issues: HistoryIssue[]; positions: TownHistory['positions'] } {
  const { crew, random, now, town } = stage;
  const scenes: Scene[] = [];
  const working = new Set<number>();
  const positions: TownHistory['positions'] = [];
  const open = (opening: Opening): Scene => {
    const scene = new Scene(stage, opening);
    scenes.push(scene);
    return scene;
  };
  const anyone = (scene: Scene): number => {
    const able = crew.able(scene.issue);
    // Those at work have other issues waiting too, but fewer.
    return random.pick(
      random.chance(0.7)
        ? able.filter((one) => !working.has(one)).length > 0
          ? able.filter((one) => !working.has(one))
          : able
        : able,
    );
  };
  const free = (scene: Scene): number => {
    const able = crew.able(scene.issue, working);
    const contractor = able.length > 0 ? random.pick(able) : random.pick(crew.able(scene.issue));
    working.add(contractor);
    return contractor;
  };
  const finished = (scene: Scene, ago: number, contractor: number): Scene => {
    const note = random.pick(FINISH_NOTES[scene.issue.category]);
    return scene
      .accepted(ago + 120, contractor)
      .at(ago + 68, crewMember(contractor), {
        action: 'depart',
        input: { etaAt: Math.round(now - (ago + 52) * MINUTE) },
      })
      .at(ago + 51, crewMember(contractor), { action: 'arrive', input: {} })
      .at(ago, crewMember(contractor), { action: 'finish', input: { note } });
  };
  /** Sets out so many minutes ago; the drive is what the streets say. */
  const drive = (scene: Scene, ago: number, contractor: number): TravelPath => {
    const path = travelPath(town, crew.contractor(contractor).home, scene.issue);
    const etaAt = Math.round(now - ago * MINUTE + Math.max(ago + 3, path.seconds / 60 + 3) * MINUTE);
    scene.at(ago, crewMember(contractor), { action: 'depart', input: { etaAt } });
    return path;
  };
  const standing = (scene: Scene, contractor: number): void => {
    positions.push({ contractor, lat: scene.issue.lat, lon: scene.issue.lon, heading: null, at: now - 20_000 });
  };

  // In progress, two of them on hold, one late.
  const gas = open({ ago: 52, category: 'gas_smell', urgency: 'emergency' }).triaged(50);
  const fitter = free(gas);
  gas.accepted(46, fitter).said(44, gas.operator, 'Fire brigade knows and is on site.', 'internal');
  drive(gas, 45, fitter);
  gas
    .at(31, crewMember(fitter), { action: 'arrive', input: {} })
    .said(12, crewMember(fitter), 'Measured at the meter, joint leaks. Repairing.');
  standing(gas, fitter);
  for (const [category, hold, ago] of [
    ['heating', 'parts', 240],
    ['lock', 'household', 150],
  ] as const) {
    const scene = open({ ago: ago + 200, category, urgency: 'normal' }).triaged(ago + 180);
    const contractor = free(scene);
    scene.accepted(ago + 100, contractor);
    drive(scene, ago - 30, contractor);
    scene.at(ago - 48, crewMember(contractor), { action: 'arrive', input: {} });
    scene.at(ago - 80, crewMember(contractor), {
      action: 'hold',
      input: { hold, reason: cyclic(HOLD_NOTES[hold], 0) },
    });
    if (hold === 'household') scene.at(35, scene.operator, { action: 'mark', input: { call: 'household', on: true } });
    else standing(scene, contractor);
  }
  const hole = open({ ago: 9 * 24 * 60, category: 'pothole', urgency: 'high' }).triaged(9 * 24 * 60 - 40);
  const roadCrew = free(hole);
  hole
    .said(4 * 24 * 60, hole.household, 'It is still there and growing. When will you come?')
    .said(4 * 24 * 60 - 50, hole.operator, 'We are sorry for the wait. A crew comes this week.');
  hole.accepted(300, roadCrew);
  drive(hole, 75, roadCrew);
  hole.at(58, crewMember(roadCrew), { action: 'arrive', input: {} });
  standing(hole, roadCrew);
  const tree = open({ ago: 160, category: 'tree', urgency: 'high' }).triaged(152);
  const gardener = free(tree);
  tree.accepted(120, gardener);
  drive(tree, 70, gardener);
  tree.at(49, crewMember(gardener), { action: 'arrive', input: {} });
  standing(tree, gardener);

  // On the way: one emergency.
  for (const [category, urgency, ago, left] of [
    ['lift', 'emergency', 12, 4],
    ['water_leak', 'high', 75, 6],
    ['power', 'high', 130, 2],
  ] as const) {
    const scene = open({ ago, category, urgency }).triaged(ago - 2);
    const contractor = free(scene);
    scene.accepted(Math.min(ago - 7, 60), contractor);
    const path = drive(scene, left, contractor);
    const share = Math.min(0.92, (left * 60) / Math.max(1, path.seconds));
    positions.push({ contractor, ...alongPath(path, share), at: now - 4000 });
    if (category === 'water_leak') scene.said(25, scene.household, 'You can park in the yard, the gate is open.');
  }

  // Accepted and waiting: one late, one contractor to be called.
  const queued: readonly [CategoryCode, Urgency, number][] = [
    ['heating', 'normal', 320],
    ['drain', 'high', 95],
    ['water_leak', 'emergency', 14],
    ['window', 'normal', 1500],
    ['street_light', 'low', 2900],
    ['power', 'normal', 400],
    ['lock', 'normal', 210],
    ['drain', 'normal', 11 * 24 * 60],
  ];
  queued.forEach(([category, urgency, ago], index) => {
    const scene = open({ ago, category, urgency }).triaged(ago * 0.92);
    const contractor = anyone(scene);
    if (index % 3 === 1) {
      const from = Math.ceil(now / (30 * MINUTE)) * 30 * MINUTE + (index - 1) * 30 * MINUTE;
      scene.at(ago * 0.7, scene.operator, {
        action: 'assign',
        input: { contractor, windowFrom: from, windowTo: from + 2 * HOUR },
      });
    } else scene.accepted(Math.max(2, ago * 0.6), contractor);
    if (index === 7) {
      scene.said(ago * 0.2, scene.household, 'We were told last week. Is anybody coming?');
      scene.at(ago * 0.19, scene.operator, { action: 'mark', input: { call: 'contractor', on: true } });
    }
    if (index === 0)
      scene
        .said(100, scene.operator, 'Can you tell us on which floor it is?')
        .said(92, scene.household, 'Second floor on the left.');
  });

  // Waiting for an answer; the second has been passed once.
  const asked: readonly [CategoryCode, Urgency, number, number][] = [
    ['water_leak', 'normal', 120, 6],
    ['window', 'normal', 190, 11],
    ['pothole', 'low', 700, 35],
    ['power', 'high', 18, 2],
    ['graffiti', 'low', 1300, 20],
  ];
  asked.forEach(([category, urgency, ago, waiting], index) => {
    const scene = open({ ago, category, urgency }).triaged(ago * 0.85);
    const able = random.shuffled(crew.able(scene.issue));
    if (index === 1)
      scene
        .at(60, scene.operator, { action: 'offer', input: { contractor: cyclic(able, 1) } })
        .at(48, crewMember(cyclic(able, 1)), { action: 'pass', input: { reason: random.pick(PASS_REASONS) } });
    scene.at(waiting, scene.operator, { action: 'offer', input: { contractor: cyclic(able, 0) } });
  });

  // To assign: one late, one that came back twice.
  const sorted: readonly [CategoryCode, Urgency, number][] = [
    ['street_light', 'low', 600],
    ['heating', 'high', 4 * 24 * 60 + 120],
    ['waste', 'low', 380],
    ['lock', 'high', 34],
    ['graffiti', 'normal', 900],
  ];
  sorted.forEach(([category, urgency, ago], index) => {
    const scene = open({ ago, category, urgency }).triaged(ago * 0.9);
    if (index === 1) {
      scene.said(ago * 0.4, scene.household, 'It is getting cold here. Please tell us when somebody comes.');
      scene.at(ago * 0.3, scene.operator, { action: 'call', input: { to: 'household', outcome: 'no_answer' } });
    }
  });
  const back = open({ ago: 8 * 24 * 60, category: 'water_leak', urgency: 'normal' }).triaged(8 * 24 * 60 - 30);
  const plumber = anyone(back);
  finished(back, 7 * 24 * 60, plumber)
    .at(6.6 * 24 * 60, back.household, { action: 'dispute', input: { reason: 'It drips again at the same place.' } })
    .said(6.5 * 24 * 60, back.operator, 'We are sorry. The same plumber comes again.');
  finished(back, 4 * 24 * 60, plumber)
    .at(3.9 * 24 * 60, back.household, { action: 'confirm', input: { rating: 3 } })
    .at(140, back.household, {
      action: 'reopen',
      input: { reason: 'Since today the water is back, now also in the hall.' },
    })
    .said(95, back.operator, 'Twice the same pipe: send somebody more experienced.', 'internal');

  // Not looked at yet.
  const arrived: readonly Opening[] = [
    { ago: 2, category: 'drain' },
    { ago: 6, category: 'street_light' },
    { ago: 11, category: 'heating' },
    { ago: 19, category: 'power', urgency: 'normal', callback: true },
    { ago: 33, category: 'waste' },
    { ago: 48, category: 'pothole' },
    { ago: 90, category: 'window' },
  ];
  for (const opening of arrived) open(opening);

  // Done, and is it really?
  const done: readonly [CategoryCode, number][] = [
    ['power', 12],
    ['drain', 40],
    ['tree', 95],
    ['water_leak', 200],
    ['street_light', 420],
    ['heating', 1150],
  ];
  done.forEach(([category, ago], index) => {
    const scene = open({ ago: ago + 300, category }).triaged(ago + 270);
    finished(scene, ago, anyone(scene));
    if (index === 1) scene.said(ago * 0.5, scene.household, 'Thank you. We will watch it over night.');
  });
  for (const [category, ago] of [
    ['lock', 25],
    ['waste', 70],
    ['water_leak', 190],
    ['lift', 330],
    ['pothole', 800],
  ] as const) {
    const scene = open({ ago: ago + 420, category }).triaged(ago + 390);
    finished(scene, ago + 30, anyone(scene)).at(ago, scene.household, {
      action: 'confirm',
      input: { rating: random.whole(4, 5) },
    });
  }

  const known = new Set(positions.map(({ contractor }) => contractor));
  crew.everyone().forEach(({ home: { lat, lon } }, contractor) => {
    if (!known.has(contractor))
      positions.push({ contractor, lat, lon, heading: null, at: now - random.whole(5, 50) * 1000 });
  });
  if (scenes.some(({ issue }) => issue.filedAt < now - 12 * DAY))
    throw new Error('playLiveDay: expected nothing older than twelve days');
  return { issues: scenes.map(({ issue }) => issue), positions };
}
