import { catalog } from './catalog';
import { common } from './common';
import { complaints } from './complaints';
import { contacts } from './contacts';
import { counter } from './counter';
import { inbox } from './inbox';
import { orders } from './orders';
import { payments } from './payments';
import { phone } from './phone';
import { products } from './products';
import { runs } from './runs';
import { settings } from './settings';
import { shell } from './shell';
import { statuses } from './statuses';
import { today } from './today';

export const en = {
  common,
  shell,
  statuses,
  today,
  inbox,
  runs,
  orders,
  counter,
  contacts,
  payments,
  catalog,
  products,
  complaints,
  phone,
  settings,
};
