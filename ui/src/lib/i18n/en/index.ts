import { agents } from './agents';
import { approvals } from './approvals';
import { care } from './care';
import { catalog } from './catalog';
import { common } from './common';
import { complaints } from './complaints';
import { contacts } from './contacts';
import { counter } from './counter';
import { discounts } from './discounts';
import { drawer } from './drawer';
import { email } from './email';
import { giftcards } from './giftcards';
import { documents } from './documents';
import { inbox } from './inbox';
import { knowledge } from './knowledge';
import { language } from './language';
import { market } from './market';
import { models } from './models';
import { orders } from './orders';
import { payments } from './payments';
import { phone } from './phone';
import { policy } from './policy';
import { returns } from './returns';
import { products } from './products';
import { prompts } from './prompts';
import { runs } from './runs';
import { settings } from './settings';
import { shell } from './shell';
import { statuses } from './statuses';
import { stock } from './stock';
import { today } from './today';
import { transfer } from './transfer';
import { waiting } from './waiting';

export const en = {
  agents,
  care,
  common,
  shell,
  statuses,
  today,
  inbox,
  approvals,
  runs,
  orders,
  counter,
  contacts,
  payments,
  returns,
  giftcards,
  discounts,
  drawer,
  catalog,
  stock,
  products,
  complaints,
  documents,
  email,
  phone,
  knowledge,
  policy,
  settings,
  language,
  prompts,
  market,
  models,
  transfer,
  waiting,
};
