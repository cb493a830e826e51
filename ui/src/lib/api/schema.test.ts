import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { repositoryFile } from '../../test/files';

it('the client is what the committed OpenAPI document generates: `npm run generate`', async () => {
  const document = JSON.parse(repositoryFile('src-tauri/crates/server/openapi.json')) as Parameters<
    typeof openapiTS
  >[0];
  const fresh = `${COMMENT_HEADER}${astToString(await openapiTS(document, { defaultNonNullable: false }))}`;
  expect(repositoryFile('ui/src/lib/api/schema.d.ts').trim()).toBe(fresh.trim());
});
