import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { notify } from '$lib/components';
import { showInWindow, standard } from '../../../test/window';
import PathInput from './PathInput.svelte';

type Invoke = (command: string, what: unknown) => Promise<string | null>;
/** The window's own door to the desktop, as Tauri puts it there. */
const desktop = window as { __TAURI_INTERNALS__?: { invoke: Invoke } };

const show = (value = '') => {
  standard();
  showInWindow(PathInput, { value, title: 'Where backups go', wanted: 'folder' });
  return screen.getByRole<HTMLInputElement>('textbox');
};

describe('a path', () => {
  afterEach(() => {
    delete desktop.__TAURI_INTERNALS__;
  });

  it('is only written in a browser, which does not tell where a file lies', () => {
    expect(show('/data')).toHaveValue('/data');
    expect(screen.queryByRole('button', { name: 'Choose…' })).toBeNull();
  });

  it('is pointed at in the desktop, beginning where it was', async () => {
    const invoke = vi.fn<Invoke>(() => Promise.resolve('/media/stick'));
    desktop.__TAURI_INTERNALS__ = { invoke };
    const field = show(' /data ');
    await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await waitFor(() => expect(field).toHaveValue('/media/stick'));
    const wish = { title: 'Where backups go', wanted: 'folder', from: '/data' };
    expect(invoke).toHaveBeenCalledWith('choose_path', wish, undefined);
  });

  it('stays what it was when the owner changes their mind or there is no dialog', async () => {
    const failed = vi.spyOn(notify, 'failed').mockImplementation(() => undefined);
    const invoke = vi.fn<Invoke>(() => Promise.resolve(null));
    desktop.__TAURI_INTERNALS__ = { invoke };
    const field = show('/data');
    const choose = screen.getByRole('button', { name: 'Choose…' });
    await userEvent.click(choose);
    await waitFor(() => expect(choose).toBeEnabled());
    expect(field).toHaveValue('/data');
    invoke.mockRejectedValue(new Error('no portal'));
    await userEvent.click(choose);
    await waitFor(() => expect(failed).toHaveBeenCalledWith(expect.stringContaining('Write the path')));
    expect(field).toHaveValue('/data');
  });
});
