// Rules for all JavaScript of the repository. Type errors are tsc's business (tests/lint/tsconfig.json).
import js from '@eslint/js';
import globals from 'globals';

const rules = {
  ...js.configs.recommended.rules,
  'array-callback-return': 'error',
  curly: ['error', 'multi-line'],
  'default-case-last': 'error',
  eqeqeq: ['error', 'always'],
  'no-alert': 'error',
  'no-console': 'error',
  'no-constructor-return': 'error',
  'no-duplicate-imports': 'error',
  'no-else-return': 'error',
  'no-eval': 'error',
  'no-implicit-coercion': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-param-reassign': ['error', { props: false }],
  'no-promise-executor-return': 'error',
  'no-shadow': 'error',
  'no-template-curly-in-string': 'error',
  'no-unused-vars': [
    'error',
    {
      argsIgnorePattern: '^_',
      varsIgnorePattern: '^_',
      destructuredArrayIgnorePattern: '^_',
      ignoreRestSiblings: true,
    },
  ],
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
  'max-lines': ['error', { max: 420, skipBlankLines: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
};

// The strict CSP of the pages and trusted types, said where the code is written.
const pageRules = {
  ...rules,
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: 'Build elements: trusted types refuse markup from text.' },
    { property: 'outerHTML', message: 'Build elements: trusted types refuse markup from text.' },
    { property: 'insertAdjacentHTML', message: 'Build elements: trusted types refuse markup from text.' },
    { object: 'document', property: 'write' },
  ],
};

/** Folders of web/js that are one page each; all others are shared. */
export const kPages = ['landing', 'crm', 'rop', 'calls', 'plan', 'demo', 'inbox', 'missing'];
/** Shared folders that must not know any page: the rest of the site stands on them. */
export const kFloor = ['model', 'text', 'page', 'charts', 'takeaway', 'offline', 'analytics', 'steps'];

/** A folder may not import from these. @param {string} folder @param {string[]} pages */
const without = (folder, pages) => ({
  files: [`web/js/${folder}/**/*.js`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: pages.map((page) => ({
          group: [`**/${page}/**`],
          message: `${folder}/ does not know the page ${page}/: what both need goes into a shared folder.`,
        })),
      },
    ],
  },
});

export default [
  { ignores: ['build/**', '**/node_modules/**'] },
  {
    files: ['web/js/**/*.js', 'web/sw.js'],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: 'module',
      globals: { ...globals.browser, ...globals.serviceworker },
    },
    rules: pageRules,
  },
  ...kPages.map((page) =>
    without(
      page,
      kPages.filter((other) => other !== page),
    ),
  ),
  ...kFloor.map((folder) => without(folder, kPages)),
  {
    files: ['web/**/*.mjs', 'ops/**/*.mjs', 'src/**/*.mjs', 'tests/**/*.{js,mjs}'],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: 'module',
      globals: { ...globals.node, ...globals.browser },
    },
    rules: { ...rules, 'no-console': 'off', 'no-shadow': 'off', 'no-promise-executor-return': 'off' },
  },
  { files: ['tests/**'], rules: { 'max-lines-per-function': 'off' } }, // a journey is told from its beginning to its end
];
