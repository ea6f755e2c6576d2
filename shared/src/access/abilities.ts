/**
 * Who may do what with which noun: the one place for rights besides the lifecycle table (which says who may make which
 * move). Read by the server's policies and by the screens to show or hide what a person can do.
 */
import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability';
import type { ActorKind } from './roles.ts';

export const NOUNS = [
  'board',
  'issue',
  'contractor',
  'household',
  'category',
  'district',
  'team',
  'promise',
  'user',
  'session',
  'settings',
  'simulation',
  'mail',
  'position',
  'note',
  'filter',
  'handover',
  'preferences',
] as const;
/** What belongs to a person at a desk. */
const DESK = ['note', 'handover', 'preferences', 'filter'] as const;
export type Noun = (typeof NOUNS)[number];
export type Deed = 'read' | 'file' | 'manage' | 'track' | 'share' | 'approve' | 'grant';

/** Subjects are plain objects tagged by CASL's `subject(noun, fields)` where a rule depends on fields. */
export type Ability = MongoAbility<[Deed, Noun | (Record<string, unknown> & { __caslSubjectType__?: Noun })]>;

/** Who asks. Ids only where the kind has them. */
export interface Who {
  kind: ActorKind | 'anyone';
  userId?: string;
  contractorId?: string;
  householdIds?: readonly string[];
  /** For the holder of a tracking link: the one issue it opens, and whether it may act. */
  issueId?: string;
  scope?: 'watch' | 'act';
  /** A wall display: it sees what its maker sees of the board and changes nothing. */
  kiosk?: boolean;
}

/** CASL takes `manage` for everything; here it is one deed among the others, so that who manages users cannot grant. */
const OPTIONS = { detectSubjectType, anyAction: 'everything' };

/** The rights of one asker. Pure; cheap enough to build per request. */
export function abilitiesOf(who: Who): Ability {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility);
  can('read', 'category');
  if (who.kiosk === true) {
    can('read', ['board', 'issue', 'contractor', 'district', 'team', 'promise', 'simulation', 'position']);
    return build(OPTIONS);
  }
  can('file', 'issue');
  switch (who.kind) {
    case 'owner':
    case 'admin':
      can(['read', 'file'], 'issue');
      can('read', [...NOUNS]);
      can('manage', [
        'contractor',
        'household',
        'category',
        'district',
        'team',
        'promise',
        'user',
        'settings',
        'simulation',
        'board',
        'issue',
        ...DESK,
      ]);
      can('approve', 'user');
      if (who.kind === 'owner') can('grant', 'user');
      break;
    case 'operator':
      can('read', [
        'board',
        'issue',
        'contractor',
        'household',
        'category',
        'district',
        'team',
        'promise',
        'simulation',
        'position',
        ...DESK,
      ]);
      can('manage', ['household', 'issue', 'simulation', ...DESK]);
      break;
    case 'contractor':
      can('read', 'issue', { contractorIds: { $in: [who.contractorId] } });
      can('read', ['district', 'team']);
      can('read', 'contractor');
      can('share', 'position');
      break;
    case 'household':
      can('track', 'issue', { householdId: { $in: [...(who.householdIds ?? [])] } });
      can('track', 'issue', { filedBy: who.userId ?? 'nobody' });
      break;
    case 'link':
      can('track', 'issue', { id: who.issueId ?? 'none' });
      break;
    default:
  }
  if (who.userId !== undefined) can(['read', 'manage'], 'session');
  return build(OPTIONS);
}

function detectSubjectType(object: Record<string, unknown> & { __caslSubjectType__?: Noun }): Noun {
  return object.__caslSubjectType__ as Noun;
}
