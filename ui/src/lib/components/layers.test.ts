import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import Layers from '../../test/Layers.svelte';

// A layer takes the pointer from the page below; in a browser notices get it back by their style.
const user = () => userEvent.setup({ pointerEventsCheck: 0 });

it('one Escape closes the menu of an icon, whose tooltip goes when it opens', async () => {
  const keys = user();
  render(Layers, { onundo: vi.fn() });
  const icon = screen.getByRole('button', { name: 'More actions' });
  const tooltip = () => document.querySelector('[data-tooltip-content]');
  await keys.hover(icon);
  await waitFor(() => expect(tooltip()).toHaveTextContent('More actions'));
  await keys.click(icon);
  // Where it stands is not worked out without a layout, so it counts as hidden.
  await screen.findByText('Archive', { selector: '[role="menuitem"] span' });
  await waitFor(() => expect(tooltip()).toBeNull());
  await keys.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByText('Archive')).toBeNull());
});

it('a dialog begins in its first field, and answering a notice over it does not close it', async () => {
  const onundo = vi.fn();
  const keys = user();
  render(Layers, { onundo });
  await keys.click(screen.getByRole('button', { name: 'Rename' }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus());
  await keys.click(screen.getByText('Undo'));
  expect(onundo).toHaveBeenCalledOnce();
  expect(screen.getByRole('dialog', { name: 'New name' })).toBeInTheDocument();
});
