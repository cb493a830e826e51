/** Tells the owner where a file went that the desktop saved. Browsers show their own downloads. */
import { onSaved, showSaved } from '$lib/api/host';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';

/** Call once while the window lives; the returned function ends it. */
export function tellSaved(): () => void {
  return onSaved(({ name, success }) => {
    if (success)
      notify.done(text.documents.saved({ name }), { label: text.documents.showInFolder, run: showSaved });
    else notify.failed(text.documents.saveFailed({ name }));
  });
}
