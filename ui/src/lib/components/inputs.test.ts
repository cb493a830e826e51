import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import BarChart from './BarChart.svelte';
import Checkbox from './Checkbox.svelte';
import Combobox from './Combobox.svelte';
import DateField from './DateField.svelte';
import DateRange, { spanOf } from './DateRange.svelte';
import FileDrop from './FileDrop.svelte';
import FilterChip from './FilterChip.svelte';
import { readMoney, writeMoney } from './money';
import ProgressBar from './ProgressBar.svelte';
import QuantityStepper from './QuantityStepper.svelte';
import Sparkline from './Sparkline.svelte';

describe('amounts as people write them', () => {
  it.each([
    ['12', 2, 1200],
    ['12.', 2, 1200],
    ['12,5', 2, 1250],
    ['12.50', 2, 1250],
    [',5', 2, 50],
    ['0.05', 2, 5],
    ['1.234,50', 2, 123450],
    ['1,234.50', 2, 123450],
    ['1.234.567,8', 2, 123456780],
    ['1 234,50', 2, 123450],
    ["1'234.50", 2, 123450],
    ['1.234', 2, 123400],
    ['1,234', 2, 123400],
    ['€ 12,00', 2, 1200],
    ['12.00 EUR', 2, 1200],
    ['-3,20', 2, -320],
    ['1,234', 0, 1234],
    ['12.0', 0, 12],
    ['1,234', 3, 1234],
    ['0.500', 2, 50],
    ['12.505', 0, 12505],
    ['12.5', 0, null],
    ['1.2345', 2, null],
    ['1.23.45', 2, null],
    ['1,23,456.00', 2, null],
    ['', 2, null],
    ['abc', 2, null],
    ['1e5', 2, null],
    ['99999999999999999', 2, null],
  ])('%s with %d digits is %s', (words, digits, minor) => expect(readMoney(words, digits)).toBe(minor));

  it('are written with the digits of their currency', () => {
    expect([writeMoney(1250, 2), writeMoney(1250, 0), writeMoney(1250, 3)]).toEqual([
      '12.50',
      '1250',
      '1.250',
    ]);
  });
});

describe('Combobox', () => {
  const FOUND = ['Amelia Hartwell', 'Amelie Berg'];
  const show = (props: Record<string, unknown> = {}) => {
    const onchoose = vi.fn();
    const find = vi.fn(async (words: string) =>
      FOUND.filter((name) => name.toLowerCase().includes(words.toLowerCase())),
    );
    const key = (name: string) => name;
    render(Combobox<string>, { label: 'Customer', find, key, name: key, onchoose, rest: 0, ...props });
    return { find, onchoose, field: screen.getByRole('combobox', { name: 'Customer' }) };
  };

  it('finds while one types, and takes the one that the keys chose', async () => {
    const { field, onchoose } = show();
    await userEvent.type(field, 'amel');
    expect(await screen.findAllByRole('option')).toHaveLength(2);
    expect(screen.getByRole('option', { name: 'Amelia Hartwell' })).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(onchoose).toHaveBeenCalledExactlyOnceWith('Amelie Berg');
    expect(field).toHaveValue('Amelie Berg');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('says when nothing is found, and offers to make it', async () => {
    const oncreate = vi.fn();
    const { field } = show({ oncreate });
    await userEvent.type(field, 'Zoe');
    expect(await screen.findByText('Nothing found')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('option', { name: 'Create “Zoe”' }));
    expect(oncreate).toHaveBeenCalledExactlyOnceWith('Zoe');
  });

  it('an answer that comes late does not replace a newer one', async () => {
    const waiting: ((names: string[]) => void)[] = [];
    const find = () => new Promise<string[]>((resolve) => waiting.push(resolve));
    const { field } = show({ find });
    await userEvent.type(field, 'a');
    await waitFor(() => expect(waiting.length).toBe(2));
    waiting[1]?.(['New']);
    expect(await screen.findByRole('option', { name: 'New' })).toBeInTheDocument();
    waiting[0]?.(['Old']);
    await Promise.resolve();
    expect(screen.queryByRole('option', { name: 'Old' })).toBeNull();
  });

  it('Escape closes the list and keeps the words; a failure is said', async () => {
    const { field } = show({ find: () => Promise.reject(new Error('down')) });
    await userEvent.type(field, 'am');
    expect(await screen.findByRole('alert')).toHaveTextContent('Cannot be searched now');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(field).toHaveValue('am');
  });
});

describe('QuantityStepper', () => {
  it('goes up and down by buttons and arrows, within its limits', async () => {
    const onchange = vi.fn();
    render(QuantityStepper, { value: 1, label: 'Quantity', min: 1, max: 3, onchange });
    const field = screen.getByRole('spinbutton', { name: 'Quantity' });
    expect(screen.getByRole('button', { name: 'One less' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'One more' }));
    field.focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(field).toHaveValue('3');
    expect(onchange.mock.calls.map(([value]) => value as number)).toEqual([2, 3]);
  });

  it('takes a typed number, and leaves the old one when it cannot be read', async () => {
    render(QuantityStepper, { value: 2, label: 'Quantity' });
    const field = screen.getByRole('spinbutton', { name: 'Quantity' });
    await userEvent.click(field);
    await userEvent.keyboard('12{Enter}');
    expect(field).toHaveAttribute('aria-valuenow', '12');
    await userEvent.keyboard('{Control>}a{/Control}x{Tab}');
    expect(field).toHaveValue('12');
  });
});

describe('files', () => {
  const csv = new File(['a'], 'Products.CSV', { type: 'text/csv' });
  const picture = new File(['p'], 'dress.png', { type: 'image/png' });
  const show = (props: Record<string, unknown> = {}) => {
    const onfiles = vi.fn();
    const onrefuse = vi.fn();
    render(FileDrop, { label: 'Pictures', accept: 'image/*', multiple: true, onfiles, onrefuse, ...props });
    return { onfiles, onrefuse, area: screen.getByRole('group', { name: 'Pictures' }) };
  };

  it('are taken when dropped; those of another kind are refused', async () => {
    const { onfiles, onrefuse, area } = show();
    await fireEvent.drop(area, { dataTransfer: { types: ['Files'], files: [picture, csv] } });
    expect(onfiles).toHaveBeenCalledExactlyOnceWith([picture]);
    expect(onrefuse).toHaveBeenCalledExactlyOnceWith([csv]);
  });

  it('are taken when pasted, by their ending too, and only one where one is wanted', async () => {
    const { onfiles, onrefuse, area } = show({ accept: '.csv,.xlsx', multiple: false });
    const second = new File(['b'], 'second.csv');
    await fireEvent.paste(area, { clipboardData: { files: [csv, second] } });
    expect(onfiles).toHaveBeenCalledExactlyOnceWith([csv]);
    expect(onrefuse).toHaveBeenCalledExactlyOnceWith([second]);
  });

  it('are taken once when pasted anywhere on their screen, but not where something is written', async () => {
    const { onfiles, area } = show({ everywhere: true });
    const clipboardData = { files: [picture] };
    await fireEvent.paste(document.body, { clipboardData });
    expect(onfiles).toHaveBeenCalledExactlyOnceWith([picture]);
    await fireEvent.paste(area, { clipboardData });
    expect(onfiles).toHaveBeenCalledTimes(2);
    const field = document.body.appendChild(document.createElement('input'));
    await fireEvent.paste(field, { clipboardData });
    field.remove();
    expect(onfiles).toHaveBeenCalledTimes(2);
  });

  it('are not taken while disabled', async () => {
    const { onfiles, area } = show({ disabled: true });
    await fireEvent.drop(area, { dataTransfer: { types: ['Files'], files: [picture] } });
    expect(onfiles).not.toHaveBeenCalled();
  });
});

// Without layout what floats has no place, and stays hidden to the eye.
describe('filters', () => {
  const options = [
    { value: 'paid', label: 'Paid' },
    { value: 'unpaid', label: 'Unpaid' },
  ];

  it('show what is in force and are taken away', async () => {
    const onchange = vi.fn();
    render(FilterChip, { label: 'Payment', options, value: ['paid'], onchange });
    expect(screen.getByRole('button', { name: 'Payment: Paid' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Payment' }));
    expect(onchange).toHaveBeenCalledExactlyOnceWith([]);
    expect(screen.getByRole('button', { name: 'Payment' })).toBeInTheDocument();
  });

  it('offer several choices at once', async () => {
    const onchange = vi.fn();
    render(FilterChip, { label: 'Payment', options, value: [], onchange });
    await userEvent.click(screen.getByRole('button', { name: 'Payment' }));
    const menu = await screen.findByRole('menu', { hidden: true });
    await userEvent.click(within(menu).getByText('Paid'));
    await userEvent.click(within(menu).getByText('Unpaid'));
    expect(onchange).toHaveBeenLastCalledWith(['paid', 'unpaid']);
  });

  it.each([
    ['today', '2026-03-10', '2026-03-10'],
    ['yesterday', '2026-03-09', '2026-03-09'],
    ['last7', '2026-03-04', '2026-03-10'],
    ['last30', '2026-02-09', '2026-03-10'],
    ['thisMonth', '2026-03-01', '2026-03-10'],
    ['lastMonth', '2026-02-01', '2026-02-28'],
  ] as const)('%s, seen from 10 March, is %s to %s', (span, from, to) =>
    expect(spanOf(span, '2026-03-10')).toEqual({ from, to }),
  );

  it('days are named where they have a name', async () => {
    const onchange = vi.fn();
    render(DateRange, { label: 'Placed', value: { from: null, to: null }, onchange });
    await userEvent.click(screen.getByRole('button', { name: 'Placed' }));
    await userEvent.click(await screen.findByText('Last 7 days'));
    expect(await screen.findByText('Placed: Last 7 days')).toBeInTheDocument();
    expect(onchange).toHaveBeenCalledOnce();
  });
});

it('a day is written part by part', async () => {
  const onchange = vi.fn();
  render(DateField, { label: 'Valid until', value: '2026-03-10', onchange });
  const parts = screen.getAllByRole('spinbutton');
  expect(parts).toHaveLength(3);
  const day = parts.find((part) => part.getAttribute('aria-label')?.startsWith('day'));
  day?.focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(onchange).toHaveBeenLastCalledWith('2026-03-11');
});

describe('progress', () => {
  it('says how far it is', () => {
    render(ProgressBar, { label: 'Importing', value: 250, max: 1000, detail: '250 of 1,000' });
    const bar = screen.getByRole('progressbar', { name: 'Importing' });
    expect(bar).toHaveAttribute('aria-valuenow', '25');
    expect(bar).toHaveAttribute('aria-valuetext', '250 of 1,000');
  });

  it('says nothing false while that is not known', () => {
    render(ProgressBar, { label: 'Importing' });
    expect(screen.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow');
  });
});

describe('charts', () => {
  it('say in a table what they draw', () => {
    const bars = [
      { label: 'Monday', value: 1200 },
      { label: 'Tuesday', value: 0 },
    ];
    render(BarChart, { label: 'Sales per day', bars, say: (value: number) => `€${value / 100}` });
    const table = screen.getByRole('table', { name: 'Sales per day' });
    expect(within(table).getByRole('row', { name: 'Monday €12' })).toBeInTheDocument();
    expect(within(table).getByRole('row', { name: 'Tuesday €0' })).toBeInTheDocument();
  });

  it('small ones are pictures with words', () => {
    render(Sparkline, { label: 'Sold per week: 3, 5, 8', values: [3, 5, 8] });
    const picture = screen.getByRole('img', { name: 'Sold per week: 3, 5, 8' });
    const points = picture.querySelector('polyline')?.getAttribute('points')?.split(' ') ?? [];
    const heights = points.map((point) => Number(point.split(',')[1]));
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
    expect(new Set(heights).size).toBe(3);
  });
});

it('a tick says when only some of it is meant', async () => {
  const onchange = vi.fn();
  render(Checkbox, { checked: 'mixed', label: 'All', onchange });
  const box = screen.getByRole('checkbox', { name: 'All' });
  expect(box).toBePartiallyChecked();
  await userEvent.click(box);
  expect(onchange.mock.calls[0]?.[0]).toBe(true);
});
