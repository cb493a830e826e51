/** What can be done with a model file, on every screen that lists some. */
import { api, call, fileBody } from '$lib/api/client';
import { toApiError } from '$lib/api/errors';
import type { ModelFile } from '$lib/api/types';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';
import { reportFailure } from '../shell/report';

const path = (model: ModelFile) => ({ params: { path: { id: model.id } } });

/** `after` is called when something was done or refused. */
export function useModelWork(after: () => void) {
  let busy = $state<string>();
  let refused = $state.raw<{ id: string; why: string }>();

  async function act(model: ModelFile, work: () => Promise<unknown>, done?: string) {
    busy = model.id;
    refused = undefined;
    try {
      await work();
      if (done) notify.done(done);
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code === 'invalid' && error.detail) refused = { id: model.id, why: error.detail };
      else reportFailure(thrown);
    } finally {
      busy = undefined;
      after();
    }
  }

  return {
    /** The id of the file that something is done with. */
    get busy() {
      return busy;
    },
    /** A file that was not taken, and why. */
    get refused() {
      return refused;
    },
    download: (model: ModelFile) =>
      act(model, () => call(api.POST('/api/v1/models/{id}/download', path(model)))),
    pause: (model: ModelFile) => act(model, () => call(api.POST('/api/v1/models/{id}/pause', path(model)))),
    cancel: (model: ModelFile) =>
      act(model, () => call(api.DELETE('/api/v1/models/{id}/download', path(model)))),
    install: (model: ModelFile, file: File) =>
      act(
        model,
        () => call(api.PUT('/api/v1/models/{id}/file', { ...path(model), ...fileBody(file) })),
        text.models.installed({ name: model.name }),
      ),
    remove: (model: ModelFile) =>
      act(model, () => call(api.DELETE('/api/v1/models/{id}/file', path(model))), text.models.removed),
  };
}
