/** Files that tests compare the window with. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file of the repository, by its path from the root. Tests run in `ui/`. */
export const repositoryFile = (path: string): string =>
  readFileSync(resolve(process.cwd(), '..', path), 'utf8');
