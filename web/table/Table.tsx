import { memo, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { printable } from "../app/format";
import { Icon, iconOf } from "../app/Icon";
import { PatrolMark } from "../app/PatrolMark";
import { Name } from "../app/parts";
import { useWantedRecent } from "../app/recent";
import type { Job } from "../app/slices";
import { store, useResource } from "../app/store";
import { text } from "../app/text";
import type { Resource } from "../app/types";
import type { Sort } from "../app/url";
import { hostOf } from "../filter/match";
import { columns as known, type CellStyle, type Column } from "./columns";
import type { Row } from "./rows";
import { halfTurned, turning } from "./turn";
import { useTableKeys, useViewport } from "./viewport";
import { scrollTo, windowOf, type Window } from "./window";

export interface TableProps {
  label: string;
  rows: Row[];
  /** The order of these rows is the estate's doing, not the user's: they may come one by one. */
  unasked: boolean;
  columns: string[];
  cells: CellStyle;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  open: string | null;
  onOpen: (id: string) => void;
  onFold: (id: string, fold: boolean) => void;
  tree: boolean;
  /** Told whenever the pointer (or, with false, the keyboard) is in use here. */
  onBusy: (pointer: boolean) => void;
  onLeave: () => void;
  empty: ReactNode;
}

const headerHeight = 30;
/** What a figure of a rate gives way to when its line stands before it. */
const lineWidth = 48;
/** Below the first, only what counts is shown; below the second, in the smallest form. */
const mediumLimit = 700;
const narrowLimit = 480;

/** A table of resources, drawn only where it is seen. One row at a time is active; the keys move it. */
export const Table = memo(function Table(props: TableProps) {
  const { rows, onOpen, onFold, onBusy, open } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(open);
  const { scrolled, height, width, rowHeight } = useViewport(scroller);
  const shown = useMemo(() => chosen(props.columns, width), [props.columns, width]);
  useWantedRecent(useMemo(() => (props.cells === "spark" ? shown.flatMap((column) => column.metrics ?? []) : []), [props.cells, shown]));

  const position = useMemo(() => (active === null ? -1 : rows.findIndex((row) => row.id === active)), [rows, active]);
  const view = windowOf(rows.length, rowHeight, scrolled, Math.max(0, height - headerHeight));
  const drawn = useTurn(rows, props.unasked ? view.first : Math.ceil((scrolled + height - headerHeight) / rowHeight), view);

  const move = useCallback((to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    const element = scroller.current;
    if (!row || !element) return;
    setActive(row.id);
    const target = scrollTo(Math.max(0, Math.min(rows.length - 1, to)), rowHeight, element.scrollTop, element.clientHeight - headerHeight);
    if (target !== null) element.scrollTop = target;
    onBusy(false);
  }, [rows, rowHeight, onBusy]);

  const key = useCallback((pressed: string): boolean => {
    const row = rows[position];
    const page = Math.max(1, Math.floor((height - headerHeight) / rowHeight) - 1);
    switch (pressed) {
      case "j": case "ArrowDown": move(position + 1); return true;
      case "k": case "ArrowUp": move(position < 0 ? 0 : position - 1); return true;
      case "Home": move(0); return true;
      case "End": move(rows.length - 1); return true;
      case "PageDown": move(position + page); return true;
      case "PageUp": move(position - page); return true;
      case "Enter": if (row) onOpen(row.id); return row !== undefined;
      case "ArrowLeft": if (row && row.below > 0 && !row.folded) onFold(row.id, true); return row !== undefined;
      case "ArrowRight": if (row?.folded) onFold(row.id, false); return row !== undefined;
      default: return false;
    }
  }, [rows, position, height, rowHeight, move, onOpen, onFold]);

  useTableKeys(scroller, key);
  useEffect(() => {
    if (open !== null) setActive(open);
  }, [open]);

  const nameWidth = width < narrowLimit ? 120 : width < mediumLimit ? 160 : 240;
  const widths = shown.map((column) => narrowed(column, width, props.cells));
  // On a wide screen every column takes its share, so that the eye does not have to cross half a metre from name to figure.
  const template = `minmax(${nameWidth}px, ${nameWidth * 1.6}fr) ${widths.map((one) => `minmax(${one}px, ${one}fr)`).join(" ")}`;
  const least = nameWidth + widths.reduce((sum, one) => sum + one, 0);
  const style = { gridTemplateColumns: template, minWidth: least };
  const toggle = useCallback((id: string, fold: boolean) => { setActive(id); onFold(id, fold); }, [onFold]);
  const click = useCallback((id: string) => { setActive(id); onOpen(id); }, [onOpen]);

  return (
    <div
      ref={scroller}
      className={`table ${width < narrowLimit ? "narrow" : ""} ${least > width ? "sideways" : ""}`}
      role={props.tree ? "treegrid" : "grid"}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={shown.length + 1}
      aria-activedescendant={position >= view.first && position < view.end ? rowElement(active ?? "") : undefined}
      tabIndex={0}
      onPointerMove={() => onBusy(true)}
      onPointerLeave={props.onLeave}
      onFocus={(event) => { if (event.target === event.currentTarget && position < 0 && rows.length > 0) setActive(rows[Math.floor(scrolled / rowHeight)]?.id ?? null); }}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={style}>
        <HeaderCell column={nameColumn} sort={props.sort} onSort={props.onSort} />
        {shown.map((column) => <HeaderCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />)}
      </div>
      <div className="table-body" role="rowgroup" style={rows.length === 0 ? undefined : { height: view.height, minWidth: least }}>
        {drawn.map((row, index) => (
          // By position: where the order changes, a row takes over the elements of the one that stood there, which costs half of making its own.
          <TableRow
            key={view.first + index}
            id={row.id}
            position={view.first + index}
            top={(view.first + index) * rowHeight}
            depth={row.depth}
            below={row.below}
            folded={row.folded}
            context={row.context}
            active={row.id === active}
            open={row.id === open}
            tree={props.tree}
            columns={shown}
            cells={props.cells}
            template={template}
            onOpen={click}
            onFold={toggle}
          />
        ))}
        {rows.length === 0 ? <div role="row"><div role="gridcell">{props.empty}</div></div> : null}
      </div>
    </div>
  );
});

/**
 * The rows to draw. When others take their place, those above `seen` are drawn at once and the rest row by row, each in the time a frame leaves
 * for it: an order nobody asked for need not hurry, and what the user asks for need not wait for rows beyond the edge.
 */
function useTurn(rows: Row[], seen: number, { first, end }: Window): Row[] {
  const state = useRef({ rows, former: rows, turned: Infinity });
  const [, redraw] = useState(0);
  if (state.current.rows !== rows) state.current = { rows, former: state.current.rows, turned: seen };
  useEffect(() => {
    const now = state.current;
    if (now.turned === Infinity) return;
    const job = turn(turning(now.former, rows, Math.max(first, now.turned), end), (turned) => {
      now.turned = turned;
      redraw((former) => former + 1);
    });
    // Only what is seen belongs to the key that was pressed.
    store.slices.add(job, "frame");
    return () => {
      store.slices.remove(job);
      now.turned = Infinity;
    };
  }, [rows]);
  return halfTurned(state.current.former, rows, first, end, state.current.turned);
}

function* turn(positions: number[], turnedTo: (position: number) => void): Job {
  for (const position of [...positions.map((one) => one + 1), Infinity]) {
    store.draw(() => turnedTo(position));
    yield "frame";
  }
}

const nameColumn: Pick<Column, "key" | "label" | "right" | "largestFirst"> = { key: "name", label: text.columns.name ?? "" };

/** Of states and marks only the shape and the number are drawn. */
const narrowWidths: Partial<Record<string, number>> = { state: 30, marks: 56, share: 110 };

/** Below this width a column gets smaller, so that the four that count fit on a telephone. */
function narrowed(column: Column, width: number, cells: CellStyle): number {
  if (width >= narrowLimit) return column.width + (cells === "spark" && column.right && column.metrics ? lineWidth : 0);
  return narrowWidths[column.key] ?? 84;
}

function chosen(keys: string[], width: number): Column[] {
  const all = keys.map((key) => known[key]).filter((column): column is Column => column !== undefined);
  if (width >= mediumLimit) return all;
  return all.filter((column) => column.narrow && (width >= narrowLimit || column.key !== "disk"));
}

function rowElement(id: string): string {
  return `row-${encodeURIComponent(id)}`;
}

function HeaderCell({ column, sort, onSort }: { column: Pick<Column, "key" | "label" | "right" | "largestFirst">; sort: Sort | null; onSort: (sort: Sort | null) => void }) {
  const mine = sort?.key === column.key;
  const first = column.largestFirst === true;
  // Usual direction, the other one, then back to trouble first.
  const next = !mine ? { key: column.key, descending: first } : sort.descending === first ? { key: column.key, descending: !first } : null;
  return (
    <div role="columnheader" aria-sort={mine ? (sort.descending ? "descending" : "ascending") : "none"} className={`th ${column.right ? "right" : ""} col-${column.key}`}>
      <button type="button" onClick={() => onSort(next)} title={next ? `${text.table.sortBy(column.label)}, ${next.descending ? text.table.sortedDown : text.table.sortedUp}` : text.table.sortReset}>
        <span>{column.label}</span>
        {mine ? <Icon name={sort.descending ? "down" : "up"} size={12} /> : null}
      </button>
    </div>
  );
}

interface RowProps extends Omit<Row, "id"> {
  id: string;
  position: number;
  top: number;
  active: boolean;
  open: boolean;
  tree: boolean;
  columns: Column[];
  cells: CellStyle;
  template: string;
  onOpen: (id: string) => void;
  onFold: (id: string, fold: boolean) => void;
}

const TableRow = memo(function TableRow(props: RowProps) {
  const { id, depth, below, folded, tree } = props;
  const resource = useResource(id);
  const classes = ["tr", `depth-${depth}`, resource ? `kind-${resource.kind}` : "", props.active ? "active" : "", props.open ? "open" : "", props.context ? "context" : ""];
  return (
    <div
      id={rowElement(id)}
      className={classes.join(" ")}
      role="row"
      aria-rowindex={props.position + 2}
      aria-level={tree ? depth + 1 : undefined}
      aria-expanded={tree && below > 0 ? !folded : undefined}
      aria-selected={props.open}
      style={{ gridTemplateColumns: props.template, top: props.top }}
      onClick={() => props.onOpen(id)}
      data-id={id}
    >
      <div role="gridcell" className="td col-name" style={{ paddingLeft: 8 + depth * 16 }}>
        {tree ? <Fold id={id} below={below} folded={folded} name={resource?.displayName ?? resource?.name ?? ""} onFold={props.onFold} /> : null}
        {resource ? <NameCell resource={resource} below={below} tree={tree} /> : <span className="muted">…</span>}
      </div>
      {props.columns.map((column) => (
        <div key={column.key} role="gridcell" className={`td ${column.right ? "right" : ""} col-${column.key}`}>
          {resource ? column.cell(resource, props.cells) : null}
        </div>
      ))}
    </div>
  );
});

function Fold({ id, below, folded, name, onFold }: { id: string; below: number; folded: boolean; name: string; onFold: (id: string, fold: boolean) => void }) {
  if (below === 0) return <span className="fold" />;
  return (
    <button
      type="button"
      className="fold"
      tabIndex={-1}
      aria-label={(folded ? text.table.unfold : text.table.fold)(printable(name))}
      onClick={(event) => {
        event.stopPropagation();
        onFold(id, !folded);
      }}
    >
      <Icon name={folded ? "right" : "down"} size={12} />
    </button>
  );
}

function NameCell({ resource, below, tree }: { resource: Resource; below: number; tree: boolean }) {
  const guest = resource.kind === "guest" ? resource.facts : null;
  const place = placeOf(resource, tree);
  return (
    <>
      <span className="kind" title={text.kinds[guest?.type ?? resource.kind]}><Icon name={iconOf(resource)} size={14} /><span className="hidden">{text.kinds[guest?.type ?? resource.kind]}</span></span>
      <Name>{resource.displayName ?? resource.name}</Name>
      {guest ? <span className="vmid figure">{guest.vmid}</span> : null}
      {place === null ? null : <span className="vmid where"><bdi>{printable(place)}</bdi></span>}
      {guest?.template ? <span className="badge">{text.table.template}</span> : null}
      {guest?.lock ? <span className="badge"><bdi>{text.table.lock(printable(guest.lock))}</bdi></span> : null}
      <PatrolMark id={resource.id} />
      {below > 0 ? <span className="vmid figure">{below.toLocaleString("en")}</span> : null}
    </>
  );
}

/** Where a thing is of which every node may have one of the same name. */
function placeOf(resource: Resource, tree: boolean): string | null {
  switch (resource.kind) {
    case "storage": return resource.facts.shared ? resource.source : resource.facts.nodes[0] ?? resource.source;
    case "pool": case "disk": return resource.facts.node;
    case "datastore": return resource.source;
    case "container": return tree ? null : hostOf(resource);
    case "swarm-service": return resource.facts.stack;
    default: return "namespace" in resource.facts ? resource.facts.namespace : null;
  }
}
