import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type pg from 'pg';
import type { Feature } from '../../platform/feature.ts';
import { route } from '../../platform/http/route.ts';
import { boardText } from './board.repo.ts';
import { boardSocket } from './board.socket.ts';

export { createRoomReader } from './board.reader.ts';

export interface BoardDependencies {
  pool: pg.Pool;
  /** Contractors' views as JSON text, all or some. */
  contractorsText(ids: readonly string[] | null): Promise<string>;
}

/** The board as one snapshot over HTTP, which compresses better than a socket; screens go on live from its cursor. */
export function createBoard({ pool, contractorsText }: BoardDependencies): Feature {
  return {
    sockets: [boardSocket],
    routes: [
      route({
        method: 'GET',
        path: '/board',
        allow: (ability, who) => ability.can('read', 'board') || who.kind === 'contractor',
        async handle({ who }) {
          const all = isDispatcher(who.kind as ActorKind);
          const own = who.contractorId === undefined ? [] : [who.contractorId];
          const contractors = await contractorsText(all ? null : own);
          const { cursor, cards } = await boardText(
            pool,
            all
              ? { districts: 'all', unplaced: true, contractors: [] }
              : { districts: [], unplaced: false, contractors: own },
          );
          return {
            text: `{"cursor":${JSON.stringify(cursor)},"content":{"cards":${cards},"details":[],"public":[],"contractors":${contractors}}}`,
          };
        },
      }),
    ],
  };
}
