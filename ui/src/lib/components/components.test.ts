import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Avatar from './Avatar.svelte';
import Button from './Button.svelte';
import CountBadge from './CountBadge.svelte';
import Empty from './Empty.svelte';
import ErrorState from './ErrorState.svelte';
import MoneyInput from './MoneyInput.svelte';
import MoneyText from './MoneyText.svelte';
import NumberInput from './NumberInput.svelte';
import Picture from './Picture.svelte';
import SearchField from './SearchField.svelte';
import Skeleton from './Skeleton.svelte';
import SplitPane from './SplitPane.svelte';
import Switch from './Switch.svelte';
import Tabs from './Tabs.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

describe('Button', () => {
  it('does its work on a click', async () => {
    const onclick = vi.fn();
    render(Button, { children: words('Save'), onclick });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onclick).toHaveBeenCalledOnce();
  });

  it('takes no click while busy', async () => {
    const onclick = vi.fn();
    render(Button, { children: words('Save'), onclick, busy: true });
    const button = screen.getByRole('button', { name: 'Save' });
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-busy', 'true');
    expect(onclick).not.toHaveBeenCalled();
  });

  it('is a link when it leads somewhere', () => {
    render(Button, { children: words('Orders'), href: '/orders' });
    expect(screen.getByRole('link', { name: 'Orders' })).toHaveAttribute('href', '/orders');
  });
});

describe('Tabs', () => {
  const options = [
    { value: 'open', label: 'Open', count: 3 },
    { value: 'closed', label: 'Closed' },
    { value: 'all', label: 'All' },
  ];

  it('chooses by click and by arrow keys, round and round', async () => {
    const onchange = vi.fn();
    render(Tabs, { value: 'open', label: 'Filter', options, onchange });
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    expect(screen.getByRole('radio', { name: 'All' })).toBeChecked();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('radio', { name: /Open/ })).toBeChecked();
    expect(screen.getByRole('radio', { name: /Open/ })).toHaveFocus();
    expect(onchange.mock.calls.map(([value]) => value as string)).toEqual(['all', 'open']);
  });
});

describe('Switch', () => {
  it('turns on and off and says so', async () => {
    const onchange = vi.fn();
    render(Switch, { checked: false, label: 'Open on Monday', onchange });
    const control = screen.getByRole('switch', { name: 'Open on Monday' });
    await userEvent.click(control);
    expect(control).toBeChecked();
    expect(onchange).toHaveBeenCalledWith(true);
  });
});

describe('SearchField', () => {
  it('follows on Enter and is cleared by Escape', async () => {
    render(SearchField, { value: '', label: 'Find an order', rest: 10_000 });
    const field = screen.getByRole('searchbox', { name: 'Find an order' });
    await userEvent.type(field, '1042{Enter}');
    expect(field).toHaveValue('1042');
    await userEvent.keyboard('{Escape}');
    expect(field).toHaveValue('');
  });

  it('has a button that clears it, only while something is typed', async () => {
    render(SearchField, { value: '', label: 'Find', rest: 0 });
    expect(screen.queryByRole('button')).toBeNull();
    await userEvent.type(screen.getByRole('searchbox'), 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(screen.getByRole('searchbox')).toHaveFocus();
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });
});

describe('money', () => {
  it('is shown in its own currency', () => {
    render(MoneyText, { value: { amount: 1999, currency: 'GBP' } });
    expect(screen.getByText(/19\.99/)).toBeInTheDocument();
  });

  it('is read with a comma or a point, and rests on whole minor units', async () => {
    render(MoneyInput, { value: 490, currency: 'EUR', 'aria-label': 'Price' });
    const field = screen.getByRole('textbox', { name: 'Price' });
    expect(field).toHaveValue('4.90');
    await userEvent.clear(field);
    await userEvent.type(field, '12,5');
    await userEvent.tab();
    expect(field).toHaveValue('12.50');
  });
});

describe('whole numbers', () => {
  it('stay as typed while they cannot be read, and can be emptied and typed anew', async () => {
    render(NumberInput, { value: 14, 'aria-label': 'Days' });
    const field = screen.getByRole('textbox', { name: 'Days' });
    await userEvent.clear(field);
    expect(field).toHaveValue('');
    await userEvent.type(field, '3o');
    expect(field).toHaveValue('3o');
    await userEvent.type(field, '{Backspace}0');
    expect(field).toHaveValue('30');
  });
});

it('a number that comes at once, as by pasting, is taken', async () => {
  render(MoneyInput, { value: 0, currency: 'EUR', 'aria-label': 'Price' });
  const price = screen.getByRole('textbox', { name: 'Price' });
  await fireEvent.input(price, { target: { value: '4,9' } });
  await fireEvent.blur(price);
  expect(price).toHaveValue('4.90');
  render(NumberInput, { value: 14, 'aria-label': 'Days' });
  const days = screen.getByRole('textbox', { name: 'Days' });
  await fireEvent.input(days, { target: { value: '30' } });
  expect(days).toHaveValue('30');
});

describe('what a list shows', () => {
  it('while it loads', () => {
    render(Skeleton, { rows: 2 });
    expect(screen.getByRole('status', { name: 'Loading…' })).toBeInTheDocument();
  });

  it('when there is nothing: what to do next', () => {
    render(Empty, { title: 'No orders yet', hint: 'They appear here.', children: words('Import') });
    expect(screen.getByText('No orders yet')).toBeInTheDocument();
    expect(screen.getByText('They appear here.')).toBeInTheDocument();
    expect(screen.getByText('Import')).toBeInTheDocument();
  });

  it('when it failed: what happened, what to do, and a way to try again', async () => {
    const onretry = vi.fn();
    render(ErrorState, { title: 'The disk is full', next: 'Free some space.', onretry });
    expect(screen.getByRole('alert')).toHaveTextContent('The disk is full');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onretry).toHaveBeenCalledOnce();
  });
});

describe('small things', () => {
  it('a count says what it counts, and nothing at zero', async () => {
    const { rerender } = render(CountBadge, { count: 120, label: '120 unread messages' });
    expect(screen.getByRole('img', { name: '120 unread messages' })).toHaveTextContent('99+');
    await rerender({ count: 0, label: '' });
    expect(screen.queryByRole('img')).toBeNull();
  });

  it.each([
    ['Amelia Hartwell', 'AH'],
    ['noor', 'N'],
    ['+15550100', '#'],
    ['李 伟', '李伟'],
  ])('the initials of %s are %s', (name, initials) => {
    render(Avatar, { name });
    expect(screen.getByText(initials)).toBeInTheDocument();
  });

  it('a missing picture keeps its words', () => {
    render(Picture, { src: null, alt: 'Linen shirt' });
    expect(screen.getByRole('img', { name: 'Linen shirt' })).toBeInTheDocument();
  });

  it('a panel is resized by keys, within its limits', async () => {
    render(SplitPane, {
      name: 'test',
      initial: 300,
      min: 200,
      max: 320,
      start: words('list'),
      children: words('detail'),
    });
    const handle = screen.getByRole('separator', { name: 'Resize the panels' });
    handle.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(handle).toHaveAttribute('aria-valuenow', '316');
    await userEvent.keyboard('{ArrowRight}');
    expect(handle).toHaveAttribute('aria-valuenow', '320');
    await userEvent.keyboard('{Home}');
    expect(handle).toHaveAttribute('aria-valuenow', '200');
  });
});
