import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const all = ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'];

/** Who may import what (ARCHITECTURE.md), told for .svelte files too, which dependency-cruiser does not read. */
function mayNotImport(...patterns) {
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

const server = {
  group: ['@dispatch/server', '@dispatch/server/**', '**/server/src/**'],
  message: 'The client never imports the server: share it through shared/.',
};
const zod = {
  group: ['zod', 'zod/**', '@dispatch/shared/schema', '@dispatch/shared/**/schema', '@dispatch/shared/**/*.schema'],
  allowTypeImports: true,
  message: 'zod stays out of the bundles of field and home: import only the type.',
};
const leaflet = {
  group: ['leaflet', 'leaflet/**', 'supercluster'],
  message: 'Only client/base/src/features/map knows Leaflet.',
};
function apps(...names) {
  return { group: names.map((name) => `@dispatch/${name}/**`), message: 'Apps never import each other.' };
}
const foreignFeature = {
  group: ['../../*/**', '!../../lib/**', '!../../live/**', '!../../ui/**', '@dispatch/base/features/*/**'],
  message: 'Features meet in routes or in live, not in each other.',
};

/**
 * `!` is for an element whose index is known to exist, which the compiler cannot see. Anywhere else it says that
 * something is there which may not be, and needs its reason in a comment beside it.
 */
const reasonedNonNull = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      TSNonNullExpression(node) {
        if (node.expression.type === 'MemberExpression' && node.expression.computed) return;
        const { start, end } = node.loc;
        const told = context.sourceCode
          .getAllComments()
          .some(({ loc }) => loc.end.line >= start.line - 1 && loc.start.line <= end.line);
        if (!told) context.report({ node, message: 'Say beside it why this is never null, or handle the case.' });
      },
    };
  },
};

export default tseslint.config(
  { ignores: ['**/build/', '**/.svelte-kit/', '**/.data/', 'test-results/', 'playwright-report/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: all,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    plugins: { house: { rules: { 'reasoned-non-null': reasonedNonNull } } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'house/reasoned-non-null': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      // numbers in sentences are what templates are for; objects and nullish values are not
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // an argument that a signature asks for and an implementation does not need
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `() => void promise` and arrow functions handed on as listeners
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // an object that is not a promise is not made better by an async method that does not wait
      '@typescript-eslint/require-await': 'error',
    },
  },
  ...svelte.configs['flat/recommended'],
  ...svelte.configs['flat/prettier'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
    rules: {
      // $props() is destructured with let, also where only one of the properties is ever assigned
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // paths lead from one app into another too, which resolve() of one of them cannot know
      'svelte/no-navigation-without-resolve': 'off',
      // what comes from the server is replaced as a whole ($state.raw); maps and sets beside it are meant to be plain
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/require-each-key': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'svelte/valid-compile': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // components and handlers in markup have no types here; svelte-check knows them and finds every any
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // interfaces here are records of closures, which have no `this` to lose
    files: ['server/**/*.ts', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  { files: ['client/**/*.ts'], languageOptions: { globals: globals.browser } },

  { files: ['client/base/**/*.{ts,svelte}'], rules: mayNotImport(server, leaflet, apps('desk', 'field', 'home')) },
  {
    files: ['client/base/src/features/*/*.{ts,svelte}'],
    rules: mayNotImport(server, leaflet, apps('desk', 'field', 'home'), foreignFeature),
  },
  {
    files: ['client/base/src/features/map/*.{ts,svelte}'],
    rules: mayNotImport(server, apps('desk', 'field', 'home'), foreignFeature),
  },
  { files: ['client/desk/**/*.{ts,svelte}'], rules: mayNotImport(server, leaflet, apps('field', 'home')) },
  { files: ['client/field/**/*.{ts,svelte}'], rules: mayNotImport(server, leaflet, zod, apps('desk', 'home')) },
  { files: ['client/home/**/*.{ts,svelte}'], rules: mayNotImport(server, leaflet, zod, apps('desk', 'field')) },

  {
    files: ['**/*.test.ts', '**/*.spec.ts', 'e2e/**/*.ts'],
    // what a test has just made is there; a wrong assumption fails the test, which is its purpose
    rules: { 'house/reasoned-non-null': 'off' },
  },
  {
    // these talk to the person at the terminal
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'e2e/pictures.ts', 'server/src/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['server/src/**/*.ts', 'shared/src/**/*.ts'],
    // the programs hand the environment to config.ts; mount-pages tells the pages' handlers what they ask of it
    ignores: ['**/*.test.ts', '**/*.fixture.ts', 'server/src/*.ts', 'server/src/pages/mount-pages.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read once, by config.ts.' },
      ],
    },
  },
  { files: ['**/*.mjs', '*.js', '*.cjs'], languageOptions: { globals: globals.node }, rules: { 'no-undef': 'error' } },
);
