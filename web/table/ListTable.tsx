import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Icon } from "../app/Icon";
import { text } from "../app/text";
import type { Sort } from "../app/url";
import { useTableKeys, useViewport } from "./viewport";
import { scrollTo, windowOf } from "./window";

export interface ListColumn<Item> {
  key: string;
  label: string;
  /** Pixels at least; a wide screen gives each its share. */
  width: number;
  right?: boolean;
  /** Shown on a narrow screen too. */
  narrow?: boolean;
  /** The usual direction of its order. */
  largestFirst?: boolean;
  cell: (item: Item) => ReactNode;
}

export interface ListTableProps<Item> {
  label: string;
  items: readonly Item[];
  /** The first stays in sight when the table is scrolled sideways. */
  columns: readonly ListColumn<Item>[];
  id: (item: Item) => string;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  /** Without it, rows lead nowhere. */
  onOpen?: (id: string) => void;
  open?: string | null;
  /** Told whenever the pointer is in use here, and when it leaves. */
  onBusy: () => void;
  onLeave: () => void;
  empty: ReactNode;
  /** Further keys about the row that is reached; true when one was understood. */
  onKey?: (key: string, item: Item) => boolean;
  /** How deep a row stands below others; a table without it is flat. */
  levelOf?: (item: Item) => { level: number; expanded: boolean | null };
  /** One among others, which takes keys only while it has the focus. */
  aside?: boolean;
}

const headerHeight = 30;
const narrowLimit = 700;

/** A long table of things that are no resources, drawn only where it is seen. It looks and answers to keys as `Table` does. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const { items, id, onOpen, open = null, sort } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { scrolled, height, width, rowHeight } = useViewport(scroller);
  const [active, setActive] = useState<string | null>(open);
  const shown = useMemo(() => props.columns.filter((column, index) => index === 0 || width >= narrowLimit || column.narrow), [props.columns, width]);
  const position = useMemo(() => (active === null ? -1 : items.findIndex((item) => id(item) === active)), [items, active, id]);
  const view = windowOf(items.length, rowHeight, scrolled, Math.max(0, height - headerHeight));
  useKeysOf(scroller, { items, id, position, rowHeight, height, onOpen, onKey: props.onKey, setActive, aside: props.aside === true });
  useEffect(() => {
    if (open !== null) setActive(open);
  }, [open]);

  const widths = shown.map((column) => (width < narrowLimit && !props.aside ? Math.min(column.width, 130) : column.width));
  const least = widths.reduce((sum, one) => sum + one, 0);
  const style = { gridTemplateColumns: widths.map((one) => `minmax(${one}px, ${one}fr)`).join(" "), minWidth: least };
  return (
    <div
      ref={scroller}
      className={`table list ${least > width ? "sideways" : ""}`}
      role={props.levelOf ? "treegrid" : "grid"}
      aria-label={props.label}
      aria-rowcount={items.length + 1}
      aria-colcount={shown.length}
      aria-activedescendant={position >= view.first && position < view.end ? elementId(active ?? "") : undefined}
      tabIndex={0}
      onPointerMove={props.onBusy}
      onPointerLeave={props.onLeave}
      onFocus={(event) => {
        const first = items[Math.floor(scrolled / rowHeight)];
        if (event.target === event.currentTarget && position < 0 && first !== undefined) setActive(id(first));
      }}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={style}>
        {shown.map((column, index) => <Header key={column.key} column={column} first={index === 0} sort={sort} onSort={props.onSort} />)}
      </div>
      <div className="table-body" role="rowgroup" style={items.length === 0 ? undefined : { height: view.height, minWidth: least }}>
        {items.slice(view.first, view.end).map((item, index) => {
          const mine = id(item);
          const at = view.first + index;
          const depth = props.levelOf?.(item);
          return (
            <div
              key={mine}
              id={elementId(mine)}
              data-id={mine}
              role="row"
              aria-rowindex={at + 2}
              aria-level={depth?.level}
              aria-expanded={depth?.expanded ?? undefined}
              aria-selected={onOpen ? mine === open : undefined}
              className={`tr ${mine === active ? "active" : ""} ${mine === open ? "open" : ""}`}
              style={{ ...style, top: at * rowHeight }}
              onClick={() => {
                setActive(mine);
                onOpen?.(mine);
              }}
            >
              {shown.map((column, position) => (
                <div key={column.key} role="gridcell" className={`td ${column.right ? "right" : ""} ${position === 0 ? "col-name" : ""} col-${column.key}`}>{column.cell(item)}</div>
              ))}
            </div>
          );
        })}
        {items.length === 0 ? <div role="row"><div role="gridcell">{props.empty}</div></div> : null}
      </div>
    </div>
  );
}

function elementId(id: string): string {
  return `row-${encodeURIComponent(id)}`;
}

/** The order a click on a heading asks for: the usual direction, the other one, then back to none. */
export function nextSort(column: { key: string; largestFirst?: boolean }, sort: Sort | null): Sort | null {
  const first = column.largestFirst === true;
  if (sort?.key !== column.key) return { key: column.key, descending: first };
  return sort.descending === first ? { key: column.key, descending: !first } : null;
}

function Header<Item>({ column, first, sort, onSort }: { column: ListColumn<Item>; first: boolean; sort: Sort | null; onSort: (sort: Sort | null) => void }) {
  const mine = sort?.key === column.key ? sort : null;
  const next = nextSort(column, sort);
  return (
    <div role="columnheader" aria-sort={mine ? (mine.descending ? "descending" : "ascending") : "none"} className={`th ${column.right ? "right" : ""} ${first ? "col-name" : ""} col-${column.key}`}>
      <button type="button" onClick={() => onSort(next)} title={next ? `${text.table.sortBy(column.label)}, ${next.descending ? text.table.sortedDown : text.table.sortedUp}` : text.table.sortReset}>
        <span>{column.label}</span>
        {mine ? <Icon name={mine.descending ? "down" : "up"} size={12} /> : null}
      </button>
    </div>
  );
}

interface Keyed<Item> {
  items: readonly Item[];
  id: (item: Item) => string;
  position: number;
  rowHeight: number;
  height: number;
  onOpen: ((id: string) => void) | undefined;
  onKey: ((key: string, item: Item) => boolean) | undefined;
  setActive: (id: string) => void;
  aside: boolean;
}

function useKeysOf<Item>(scroller: React.RefObject<HTMLDivElement>, { items, id, position, rowHeight, height, onOpen, onKey, setActive, aside }: Keyed<Item>): void {
  const move = useCallback((wanted: number) => {
    const to = Math.max(0, Math.min(items.length - 1, wanted));
    const item = items[to];
    const element = scroller.current;
    if (item === undefined || !element) return;
    setActive(id(item));
    const target = scrollTo(to, rowHeight, element.scrollTop, element.clientHeight - headerHeight);
    if (target !== null) element.scrollTop = target;
  }, [items, id, rowHeight, setActive, scroller]);
  const key = useCallback((pressed: string): boolean => {
    const page = Math.max(1, Math.floor((height - headerHeight) / rowHeight) - 1);
    const steps: Record<string, number> = {
      j: position + 1, ArrowDown: position + 1, k: position - 1, ArrowUp: position - 1, Home: 0, End: items.length - 1, PageDown: position + page, PageUp: position - page,
    };
    const to = steps[pressed];
    if (to !== undefined) {
      move(to);
      return true;
    }
    const item = items[position];
    if (item !== undefined && onKey?.(pressed, item)) return true;
    if (pressed !== "Enter" || item === undefined || !onOpen) return false;
    onOpen(id(item));
    return true;
  }, [items, id, position, height, rowHeight, move, onOpen, onKey]);
  useTableKeys(scroller, key, aside);
}
