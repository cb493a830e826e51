import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// The three tiers: components know no domain, features know components, routes compose features.
const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/api/host.ts knows the desktop.',
};
const routes = { group: ['**/routes/**'], message: 'Nothing imports a route.' };
const tiers = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off',
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      // Addresses come from lib/features/links.ts; the application is always served from the root.
      'svelte/no-navigation-without-resolve': 'off',
      // Maps and sets that only hold handlers or made formats must not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      ...tiers(tauri, routes),
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    files: ['src/lib/components/**'],
    rules: tiers(tauri, routes, {
      group: ['$lib/features/**', '$lib/api/**', '**/features/**', '**/api/**', '$app/**'],
      message: 'Components know no domain.',
    }),
  },
  {
    files: ['src/lib/api/**', 'src/lib/format/**', 'src/lib/i18n/**'],
    rules: tiers(tauri, routes, {
      group: ['$lib/features/**', '$lib/components/**', '**/features/**', '**/components/**'],
      message: 'The client, the formats and the texts know no screen.',
    }),
  },
  { files: ['src/lib/api/host.ts'], rules: tiers(routes) },
  { files: ['*.config.*', '**/*.test.ts', 'src/test/**'], languageOptions: { globals: globals.node } },
);
