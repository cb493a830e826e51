/** Short messages at the window's edge, with an optional undo. */
import { toast } from 'svelte-sonner';

interface Offer {
  label: string;
  run: () => void;
}

const UNDO_MS = 8000;

const options = (description?: string, offer?: Offer) => ({
  description,
  duration: offer ? UNDO_MS : undefined,
  action: offer ? { label: offer.label, onClick: () => offer.run() } : undefined,
});

export const notify = {
  done: (title: string, offer?: Offer) => void toast.success(title, options(undefined, offer)),
  info: (title: string, description?: string, offer?: Offer) =>
    void toast.info(title, options(description, offer)),
  failed: (title: string, description?: string, offer?: Offer) =>
    void toast.error(title, options(description, offer)),
};
