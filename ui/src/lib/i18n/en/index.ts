import { care } from './care';
import { catalog } from './catalog';
import { common } from './common';
import { complaints } from './complaints';
import { counter } from './counter';
import { drawer } from './drawer';
import { giftcards } from './giftcards';
import { inbox } from './inbox';
import { orders } from './orders';
import { payments } from './payments';
import { phone } from './phone';
import { products } from './products';
import { returns } from './returns';
import { runs } from './runs';
import { settings } from './settings';
import { shell } from './shell';
import { statuses } from './statuses';
import { today } from './today';

export const en = {
  care,
  common,
  shell,
  statuses,
  today,
  inbox,
  runs,
  orders,
  counter,
  payments,
  returns,
  giftcards,
  drawer,
  catalog,
  products,
  complaints,
  phone,
  settings,
};
