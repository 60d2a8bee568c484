import { Fragment, type ReactNode } from "react";

export interface PlainColumn<Item> {
  key: string;
  label: string;
  right?: boolean;
  /** Only where there is room. */
  wide?: boolean;
  /** A heading that need not be seen: of buttons. */
  bare?: boolean;
  cell: (item: Item) => ReactNode;
}

export interface PlainTableProps<Item> {
  label: string;
  columns: readonly PlainColumn<Item>[];
  items: readonly Item[];
  id: (item: Item) => string;
  /** What stands below an item, over the whole width. */
  below?: (item: Item) => ReactNode;
  /** A press on the row outside of its buttons and links; one of these has to do the same, for the keyboard. */
  onRow?: (item: Item) => void;
  className?: string;
}

/** A short table whose rows are all drawn: of settings, events, deliveries. That of resources is `Table`. Scrolls within itself. */
export function PlainTable<Item>({ label, columns, items, id, below, onRow, className = "" }: PlainTableProps<Item>) {
  return (
    <div className={`plain-scroll ${className}`} tabIndex={0} role="region" aria-label={label}>
      <table className="plain">
        <thead>
          <tr>{columns.map((column) => <th key={column.key} scope="col" className={classes(column)}>{column.bare ? <span className="hidden">{column.label}</span> : column.label}</th>)}</tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const more = below?.(item);
            return (
              <Fragment key={id(item)}>
                <tr data-id={id(item)} className={onRow ? "pressable" : undefined} onClick={onRow && ((event) => (event.target as HTMLElement).closest("button, a, summary") || getSelection()?.isCollapsed === false ? undefined : onRow(item))}>{columns.map((column) => <td key={column.key} className={classes(column)}>{column.cell(item)}</td>)}</tr>
                {more ? <tr className="below"><td colSpan={columns.length}>{more}</td></tr> : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function classes<Item>({ key, right, wide }: PlainColumn<Item>): string {
  return `col-${key} ${right ? "right" : ""} ${wide ? "wide" : ""}`;
}
