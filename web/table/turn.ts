import { sameRow, type Row } from "./rows";

/** Rows of the window that stand elsewhere than before, by their position. */
export function turning(former: readonly Row[], rows: readonly Row[], first: number, end: number): number[] {
  const positions: number[] = [];
  for (let position = first; position < end; position++) if (!sameRow(former[position], rows[position])) positions.push(position);
  return positions;
}

/**
 * What the table draws while an order of the estate's own making replaces another: the new rows down to `turned`, below it still the former.
 * All at once would take longer than a frame.
 */
export function halfTurned(former: readonly Row[], rows: readonly Row[], first: number, end: number, turned: number): Row[] {
  const drawn: Row[] = [];
  for (let position = first; position < end; position++) {
    const row = position < turned ? rows[position] : former[position] ?? rows[position];
    if (row) drawn.push(row);
  }
  return drawn;
}
