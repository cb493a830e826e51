/** What the assistant may do on a customer's word. */
export const policy = {
  title: 'What it may change',
  lead: 'The assistant always says first what would happen and what it costs, and does nothing before the customer’s yes.',
  presets: 'To begin with',
  preset: {
    strict_retail: {
      name: 'By the shop’s rules',
      hint: 'It makes every change that the rules below allow.',
      means: [
        'An order that is still pending can be cancelled, sent elsewhere, paid in another way, or have its items swapped once.',
        'A delivered order can be returned or exchanged once, while your return policy takes it.',
        'What the rules do not allow it refuses, and says which rule.',
      ],
    },
    careful: {
      name: 'Only with you',
      hint: 'It prepares every change; nothing happens before you agree.',
      means: [
        'It asks the customer for what is missing and states the change with its money.',
        'The customer’s yes is kept under Approvals, and you are told at once.',
        'You approve and it is done, or you decline and the customer hears so.',
      ],
    },
    answers_only: {
      name: 'Answers only',
      hint: 'It answers questions and changes nothing.',
      means: [
        'It tells what is in stock, where an order is and what your policies say.',
        'Whoever wants something changed is handed to you.',
      ],
    },
    own: {
      name: 'Your own',
      means: ['You chose for each kind of change who makes it.'],
    },
  },
  each: 'Each kind of change',
  eachHint: 'After the customer said yes.',
  changes: {
    cancel: 'Cancel an order',
    items: 'Swap items of an order',
    address: 'Send an order elsewhere',
    payment: 'Pay an order in another way',
    return: 'Take a return',
    exchange: 'Exchange items',
    own_address: 'Keep a new address of the customer',
    put_aside: 'Put goods aside',
  },
  rules: {
    cancel:
      'Pending only, when it is no longer needed or was ordered by mistake. The money goes back the way it came.',
    items:
      'Pending only, once, for another variant of the same product that is in stock. The difference is settled.',
    address: 'Pending only.',
    payment: 'Pending only, once, when one payment paid it all. A gift card must cover it.',
    return: 'Delivered only, once. The refund goes the way it was paid or to a gift card.',
    exchange: 'Delivered only, once, for another variant of the same product that is in stock.',
    own_address: 'Orders keep the address they have.',
    put_aside:
      'What is in stock, for two days, as a draft order of the customer’s. You are told, and place it or throw it away.',
  },
  permissions: {
    assistant: 'The assistant makes it',
    approval: 'It waits for you',
    owner: 'It is handed to you',
  },
  limits: 'Limits',
  approval: 'Large sums wait for you',
  approvalHint: 'The customer’s yes is kept under Approvals, and nothing happens until you decide.',
  approvalAbove: 'Sums above this wait for you',
  approvalAboveHint: 'Charged or given back by one change. 0: every change that moves money waits.',
  days: 'It takes returns for a shorter time than your return policy',
  daysHint: 'Later ones are handed to you. Your return policy holds in any case.',
  returnDays: 'Days after the delivery',
  returnDaysHint: 'For returns and exchanges.',
  trustsWarning: 'Anyone who knows these can act as your customer',
  trustsWarningText:
    'E-mail addresses and postal codes are no secrets. Whoever knows them can read that customer’s orders and have them changed.',
  problems: {
    approvalAbove: 'Write the sum above which you want to be asked.',
    returnDays: 'From 0 to 730 days.',
  },
  preview: {
    title: 'What a customer would hear',
    lead: 'An invented order under the rules above, also before you save them.',
    change: 'The customer wants to',
    days: 'Delivered so many days ago',
    customer: 'Customer',
    assistant: 'Assistant',
    ask: 'Shall I do that? Please answer yes or no.',
    askOwner: 'The owner has to agree to it. Shall I ask? Please answer yes or no.',
    yes: 'Yes',
    done: 'The assistant does it at once, and you can take it back in the history where that is possible.',
    waits: 'You find it under Approvals.',
    handedOver: 'The conversation is handed to you, and the customer hears when somebody answers.',
    refused: 'Nothing happens. The customer hears which rule it is.',
    problem: 'Mend what is marked above to see what a customer would hear.',
  },
  elsewhere: 'What it may change',
  elsewhereHint: 'Which changes it makes for customers, and which wait for you.',
  open: 'Open the rules',
} as const;
