/** The parts of the settings screen, in the order of its list. */
import Archive from '@lucide/svelte/icons/archive';
import Bell from '@lucide/svelte/icons/bell';
import Bot from '@lucide/svelte/icons/bot';
import Brain from '@lucide/svelte/icons/brain';
import History from '@lucide/svelte/icons/history';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import FileText from '@lucide/svelte/icons/file-text';
import ListX from '@lucide/svelte/icons/list-x';
import Mail from '@lucide/svelte/icons/mail';
import MessageSquareQuote from '@lucide/svelte/icons/message-square-quote';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Percent from '@lucide/svelte/icons/percent';
import Globe from '@lucide/svelte/icons/globe';
import Store from '@lucide/svelte/icons/store';
import Users from '@lucide/svelte/icons/users-round';

export const SECTIONS = [
  { name: 'shop', icon: Store },
  { name: 'taxes', icon: Percent },
  { name: 'documents', icon: FileText },
  { name: 'whatsapp', icon: MessageCircle },
  { name: 'email', icon: Mail },
  { name: 'assistant', icon: Bot },
  { name: 'agents', icon: Users },
  { name: 'policy', icon: ListChecks },
  { name: 'market', icon: Globe },
  { name: 'language', icon: MessageSquareQuote },
  { name: 'prompts', icon: FlaskConical },
  { name: 'models', icon: Brain },
  { name: 'appearance', icon: Bell },
  { name: 'backup', icon: Archive },
  { name: 'history', icon: History },
  { name: 'jobs', icon: ListX },
] as const;

export type SectionName = (typeof SECTIONS)[number]['name'];

export const isSection = (name: string | undefined): name is SectionName =>
  SECTIONS.some((section) => section.name === name);
