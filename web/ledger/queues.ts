import type { MailDomain, MailQueue } from "../app/ledger-api";
import { ledgerWords } from "./text-ledger";

/** Postfix' steps of age, minutes; what waits for longer than the last is in one more. */
const steps = [5, 10, 20, 40, 80, 160, 320, 640, 1280] as const;
const words = ledgerWords.mail;

/** `5–10 min`, `1.3–2.7 h`, `over 21.3 h`. */
export function stepName(step: number): string {
  const from = steps[step - 1];
  const to = steps[step];
  if (to === undefined) return words.over(amount(from ?? 0, true));
  const inHours = to > 80;
  return from === undefined ? words.atMost(amount(to, inHours)) : words.between(bare(from, inHours), amount(to, inHours));
}

const bare = (minutes: number, inHours: boolean): string => (inHours ? (minutes / 60).toFixed(1) : minutes.toString());
const amount = (minutes: number, inHours: boolean): string => `${bare(minutes, inHours)} ${inHours ? "h" : "min"}`;

/** Messages of a queue by how long they wait, youngest first; steps beyond the longest wait are left out. Empty where no domain tells. */
export function byAge({ domains }: Pick<MailQueue, "domains">): { step: number; count: number }[] {
  const counts = Array.from({ length: steps.length + 1 }, (_, step) => domains.reduce((sum, domain) => sum + (domain.byAge[step] ?? 0), 0));
  const last = counts.reduce((found, count, step) => (count > 0 ? step : found), -1);
  return counts.slice(0, last + 1).map((count, step) => ({ step, count }));
}

/** The step of what waits longest; null when the domain does not tell. */
export function longest({ byAge: ages }: Pick<MailDomain, "byAge">): number | null {
  const step = ages.reduce((found, count, at) => (count > 0 ? at : found), -1);
  return step < 0 ? null : step;
}

const order = ["deferred", "hold", "active", "incoming"];

/** Where mail is stuck comes first. */
export function sortedQueues(queues: readonly MailQueue[]): MailQueue[] {
  const rank = ({ queue }: MailQueue): number => (order.includes(queue) ? order.indexOf(queue) : order.length);
  return [...queues].sort((a, b) => rank(a) - rank(b) || (a.queue < b.queue ? -1 : a.queue > b.queue ? 1 : 0) || ((a.node ?? "") < (b.node ?? "") ? -1 : 1));
}
