import type { Route } from './http/route.ts';
import type { Projection } from './feed/projection.ts';
import type { SocketDoor } from './realtime/door.ts';
import type { JobDoor } from './jobs/door.ts';

/** What a feature hands to the composition root. main.ts mounts them all the same way. */
export interface Feature {
  routes?: readonly Route[];
  /** What the relay sends for the events of one pass. */
  projections?: readonly Projection[];
  /** Socket events the feature listens to. */
  sockets?: readonly SocketDoor[];
  /** Background jobs it runs and events it turns into jobs. */
  jobs?: JobDoor;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}
