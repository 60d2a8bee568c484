import type { Further } from "../app/url";

/** What is asked of the audit log, as it stands in the address. */
export interface Question {
  event: string;
  user: string;
  outcome: string;
  /** A preset (`24h`), or a time. */
  from: string;
  to: string;
  words: string;
  /** One page begins below, or ends above, this number. */
  before: string;
  after: string;
}

export const outcomes = ["success", "failure", "denied", "intent"] as const;
/** Hours of each. */
export const periods: Record<string, number> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720, "90d": 2160, "1y": 8760 };
export const pageSize = 100;

export function questionOf(more: Further, words: string): Question {
  return {
    event: more.event ?? "", user: more.user ?? "", outcome: more.outcome ?? "", from: more.from ?? "", to: more.to ?? "", words, before: more.before ?? "", after: more.after ?? "",
  };
}

/** The part of a question that also chooses what is exported; `now` is the server's clock, milliseconds. */
export function filterQuery(question: Question, now: number): URLSearchParams {
  const query = new URLSearchParams();
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== "") query.set(name, value);
  };
  add("event", question.event.trim());
  add("user", question.user.trim());
  add("outcome", outcomes.find((one) => one === question.outcome) ?? null);
  add("startTime", startOf(question.from, now));
  add("endTime", timeOf(question.to));
  add("text", question.words.trim());
  return query;
}

export function pageQuery(question: Question, now: number): string {
  const query = filterQuery(question, now);
  query.set("limit", pageSize.toString());
  if (/^\d+$/.test(question.before)) query.set("before", question.before);
  else if (/^\d+$/.test(question.after)) query.set("after", question.after);
  return query.toString();
}

function startOf(from: string, now: number): string | null {
  const hours = periods[from];
  return hours === undefined ? timeOf(from) : new Date(now - hours * 3_600_000).toISOString();
}

function timeOf(text: string): string | null {
  const time = Date.parse(text);
  return text === "" || Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Whether anything but the page of the list is asked for. */
export function isFiltered(question: Question): boolean {
  return [question.event, question.user, question.outcome, question.from, question.to, question.words].some((one) => one.trim() !== "");
}

export const noFurther = { event: null, user: null, outcome: null, from: null, to: null, before: null, after: null, row: null } as const;
