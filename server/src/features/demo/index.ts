import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { route } from '../../platform/http/route.ts';
import type { SessionStore } from '../../platform/sessions/session.ts';
import type { Issues } from '../issues/index.ts';
import { demoIsLoaded } from './demo.load.ts';
import { basemapText } from './basemap.ts';
import { createSimulation, type Simulation } from './simulation/simulation.ts';

export { loadDemo } from './demo.load.ts';

export interface DemoDependencies {
  database: Database;
  log: Logger;
  clock(): number;
  sessions: SessionStore;
  issues: Issues;
  /** True when people reach the board over TLS. */
  secure: boolean;
  /** Where this node listens; simulated people use the API there. */
  url(): string;
}

export interface Demo {
  /** The town's map as GeoJSON text; null where the database is not the demo town's. */
  basemap(): Promise<string | null>;
  simulation: Simulation;
}

const switched = z.strictObject({ on: z.boolean() });

/** The demo town: its map, its people and their weeks, and simulated people who act through the public API. */
export function createDemo(deps: DemoDependencies): Feature & { service: Demo } {
  const { database } = deps;
  const simulation = createSimulation({ ...deps, available: () => demoIsLoaded(database) });
  return {
    service: { simulation, basemap: async () => ((await demoIsLoaded(database)) ? basemapText() : null) },
    routes: [
      route({
        method: 'GET',
        path: '/simulation',
        allow: (ability) => ability.can('read', 'simulation'),
        handle: async () => ({ body: await simulation.state() }),
      }),
      route<{ on: boolean }>({
        method: 'PUT',
        path: '/simulation',
        body: switched,
        allow: (ability) => ability.can('manage', 'simulation'),
        async handle({ body }) {
          await (body.on ? simulation.start(deps.url()) : simulation.stop());
          return { body: await simulation.state() };
        },
      }),
    ],
    stop: () => simulation.stop(),
  };
}
