/** Which way imports may go; told in words in ARCHITECTURE.md. .svelte files are checked by ESLint. */

const TESTS = '[.](test|fixture|spec)[.]ts$|/test-database[.]ts$|^server/src/testing/';

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Things that need each other are one thing.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid('resolvable', 'An import must lead somewhere.', { pathNot: '^client/' }, { couldNotResolve: true }),
    forbid(
      'shared-is-pure',
      'shared imports zod and @casl/ability, and nothing that does I/O.',
      { path: '^shared/src', pathNot: TESTS },
      { pathNot: '^shared/src|^node_modules/(zod|@casl/ability)/' },
    ),
    forbid(
      'platform-knows-no-feature',
      'platform has no domain word.',
      { path: '^server/src/platform', pathNot: TESTS },
      { path: '^server/src', pathNot: '^server/src/platform' },
    ),
    forbid(
      'features-by-their-door',
      'A feature sees another one through its index.ts.',
      { path: '^server/src/features/([^/]+)/', pathNot: TESTS },
      {
        path: '^server/src/features/',
        pathNot: ['^server/src/features/$1/', '^server/src/features/[^/]+/index[.]ts$'],
      },
    ),
    forbid(
      'features-know-no-root',
      'Only the files beside config.ts put features together; a feature may name the type of the settings.',
      { path: '^server/src/features/', pathNot: TESTS },
      { path: '^server/src/[^/]+[.]ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'sql-in-repos',
      'Only repos, models and platform touch knex or Objection; others may name their types.',
      { path: '^server/src/features/', pathNot: ['[.](repo|model|reader)[.]ts$', TESTS] },
      { path: '^node_modules/(knex|objection|pg)/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'sockets-in-socket-files',
      'Only *.socket.ts and platform touch socket.io; others may name its types.',
      { path: '^server/src/features/', pathNot: ['[.]socket[.]ts$', TESTS] },
      { path: '^node_modules/socket[.]io', dependencyTypesNot: ['type-only'] },
    ),
    forbid('client-without-server', 'The client never imports the server.', { path: '^client/' }, { path: '^server/' }),
    forbid(
      'apps-apart',
      'Apps never import each other.',
      { path: '^client/(desk|field|home)/' },
      { path: '^client/(desk|field|home)/', pathNot: '^client/$1/' },
    ),
    forbid('base-below-apps', 'base knows no app.', { path: '^client/base/' }, { path: '^client/(desk|field|home)/' }),
    forbid(
      'base-parts-below-features',
      'live, ui and lib know no feature.',
      { path: '^client/base/src/(live|ui|lib)/', pathNot: TESTS },
      { path: '^client/base/src/features/' },
    ),
    forbid(
      'base-lib-lowest',
      'lib knows neither live nor ui.',
      { path: '^client/base/src/lib/', pathNot: TESTS },
      { path: '^client/base/src/(live|ui)/' },
    ),
    forbid(
      'base-features-apart',
      'Features meet in routes or in live.',
      { path: '^client/base/src/features/([^/]+)/', pathNot: TESTS },
      { path: '^client/base/src/features/', pathNot: '^client/base/src/features/$1/' },
    ),
    forbid(
      'leaflet-in-map',
      'Only features/map imports Leaflet.',
      { path: '^client/', pathNot: '^client/base/src/features/map/' },
      { path: '^node_modules/leaflet/' },
    ),
    forbid(
      'no-zod-in-field-and-home',
      'zod stays out of the bundles of field and home.',
      { path: '^client/(field|home)/src' },
      { path: '^node_modules/zod/|^shared/src/.*schema[.]ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'product-without-tests',
      'The product does not import its tests.',
      { pathNot: `${TESTS}|^(scripts|bench|e2e)/|[.]config[.]ts$` },
      { path: TESTS },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|[.]svelte-kit|node_modules/[.]vite[^/]*)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['svelte', 'import', 'types', 'default'] },
  },
};
