// The packages that the end-to-end tests use are the UI's: one package.json, one lockfile.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));

const load = async (name) => import(pathToFileURL(require.resolve(name)).href);

export const { remote } = await load('webdriverio');
export const { chromium } = (await load('playwright-core')).default;
