import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { notify } from '$lib/components';
import { showInWindow, standard } from '../../../test/window';
import PathInput from './PathInput.svelte';

const show = (value = '') => {
  standard();
  showInWindow(PathInput, { value, title: 'Where backups go', wanted: 'folder' });
  return screen.getByRole<HTMLInputElement>('textbox');
};

describe('a path', () => {
  afterEach(() => {
    clearMocks();
    delete (window as { __TAURI_INTERNALS__?: unknown }).__TAURI_INTERNALS__;
  });

  it('is only written in a browser, which does not tell where a file lies', () => {
    expect(show('/data')).toHaveValue('/data');
    expect(screen.queryByRole('button', { name: 'Choose…' })).toBeNull();
  });

  it('is pointed at in the desktop, beginning where it was', async () => {
    const asked = vi.fn((_command: string, _what: unknown): unknown => '/media/stick');
    mockIPC(asked);
    const field = show(' /data ');
    await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await waitFor(() => expect(field).toHaveValue('/media/stick'));
    const wish = { title: 'Where backups go', wanted: 'folder', from: '/data' };
    expect(asked).toHaveBeenCalledWith('choose_path', wish);
  });

  it('stays what it was when the owner changes their mind or there is no dialog', async () => {
    const failed = vi.spyOn(notify, 'failed').mockImplementation(() => undefined);
    let answer: () => unknown = () => null;
    mockIPC(() => answer());
    const field = show('/data');
    const choose = screen.getByRole('button', { name: 'Choose…' });
    await userEvent.click(choose);
    await waitFor(() => expect(choose).toBeEnabled());
    expect(field).toHaveValue('/data');
    answer = () => {
      throw new Error('no portal');
    };
    await userEvent.click(choose);
    await waitFor(() => expect(failed).toHaveBeenCalledWith(expect.stringContaining('Write the path')));
    expect(field).toHaveValue('/data');
  });
});
