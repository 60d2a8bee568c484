import { allows } from "./permissions";
import type { Session } from "./types";
import { pages, type Page } from "./url";

/** The pages there is something to see on: no entry leads to a page that can only be empty. */
export function pagesFor(session: Session, hasMail: boolean): Page[] {
  return pages.filter((page) => (page === "security" ? allows(session, "audit:read") : page === "mail" ? hasMail : true));
}
