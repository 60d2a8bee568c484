import type { Product } from "./products";

/** What the form of a new source begins with, when somebody comes from the search. */
export interface Suggestion {
  product: Product;
  address: string;
  fingerprint: string | null;
}

// Never from the address of the page: a link must not be able to name a certificate that then counts as looked at.
let next: Suggestion | null = null;

export function suggest(suggestion: Suggestion): void {
  next = suggestion;
}

/** Once: whoever opens the form later begins with an empty one. */
export function takeSuggestion(): Suggestion | null {
  const taken = next;
  next = null;
  return taken;
}
