import { catalog } from './catalog';
import { common } from './common';
import { complaints } from './complaints';
import { documents } from './documents';
import { inbox } from './inbox';
import { orders } from './orders';
import { phone } from './phone';
import { products } from './products';
import { runs } from './runs';
import { settings } from './settings';
import { shell } from './shell';
import { statuses } from './statuses';
import { stock } from './stock';
import { today } from './today';
import { transfer } from './transfer';

export const en = {
  common,
  shell,
  statuses,
  today,
  inbox,
  runs,
  orders,
  catalog,
  stock,
  products,
  complaints,
  documents,
  phone,
  settings,
  transfer,
};
