/** Roles of people who sign in. */
export const ROLES = ['owner', 'admin', 'operator', 'contractor', 'household'] as const;
export type Role = (typeof ROLES)[number];

/** Everyone who may act: the roles, the holder of a tracking link, and the system's own timers. */
export const ACTORS = [...ROLES, 'link', 'system'] as const;
export type ActorKind = (typeof ACTORS)[number];

/** Those who run the board. */
export const DISPATCHERS = ['owner', 'admin', 'operator'] as const satisfies readonly Role[];

/** True for owner, admin and operator. */
export function isDispatcher(kind: ActorKind): boolean {
  return (DISPATCHERS as readonly ActorKind[]).includes(kind);
}
