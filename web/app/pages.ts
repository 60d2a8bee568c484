import { homeOf } from "./homes";
import { allows } from "./permissions";
import type { Kind, Session } from "./types";
import { pages, type Page } from "./url";

/** Pages with an entry only as long as there is something of theirs. */
const filled: readonly Page[] = ["hosts", "docker", "kubernetes", "mail"];

/** The pages there is something to see on: no entry leads to a page that can only be empty. */
export function pagesFor(session: Session, kinds: Iterable<Kind>): Page[] {
  const present = new Set([...kinds].map((kind) => homeOf(kind).page));
  return pages.filter((page) => (page === "security" ? allows(session, "audit:read") : !filled.includes(page) || present.has(page)));
}
