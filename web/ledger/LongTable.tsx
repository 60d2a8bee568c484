import { useMemo, useState } from "react";
import type { Sort } from "../app/url";
import { compareKeys } from "../backups/rows";
import { ListTable, type ListColumn } from "../table/ListTable";

export interface LongColumn<Item> extends ListColumn<Item> {
  /** What it is ordered by. */
  value: (item: Item) => string | number | null;
}

export interface LongTableProps<Item> {
  label: string;
  items: readonly Item[];
  columns: readonly LongColumn<Item>[];
  id: (item: Item) => string;
}

const most = 360;
const head = 32;
const row = 30;
const idle = (): void => undefined;

/** A list that may have thousands of rows, among other things in a drawer: it scrolls within itself, and only what is seen of it is drawn. */
export function LongTable<Item>({ label, items, columns, id }: LongTableProps<Item>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const sorted = useMemo(() => {
    const column = sort === null ? undefined : columns.find((one) => one.key === sort.key);
    return column && sort ? [...items].sort((a, b) => compareKeys(column.value(a), column.value(b), sort.descending)) : items;
  }, [items, columns, sort]);
  return (
    <div className="long-table" style={{ height: Math.min(most, head + items.length * row) }}>
      <ListTable label={label} items={sorted} columns={columns} id={id} sort={sort} onSort={setSort} onBusy={idle} onLeave={idle} empty={null} aside />
    </div>
  );
}
