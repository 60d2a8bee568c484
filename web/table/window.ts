/** Which rows of a long list are drawn. */
export interface Window {
  /** The first row drawn, and the one after the last. */
  first: number;
  end: number;
  /** Pixels above the first row drawn. */
  offset: number;
  /** Pixels of the whole list. */
  height: number;
}

/** Rows drawn beyond what is seen, so that scrolling does not show a gap. */
const margin = 8;

export function windowOf(count: number, rowHeight: number, scrolled: number, seen: number): Window {
  const height = count * rowHeight;
  const top = Math.max(0, Math.min(scrolled, Math.max(0, height - seen)));
  const first = Math.max(0, Math.floor(top / rowHeight) - margin);
  const end = Math.min(count, Math.ceil((top + seen) / rowHeight) + margin);
  return { first: Math.min(first, count), end, offset: Math.min(first, count) * rowHeight, height };
}

/** Where to scroll so that a row is wholly seen; null when it is already. */
export function scrollTo(row: number, rowHeight: number, scrolled: number, seen: number): number | null {
  const top = row * rowHeight;
  if (top < scrolled) return top;
  if (top + rowHeight > scrolled + seen) return top + rowHeight - seen;
  return null;
}
