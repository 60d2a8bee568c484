import { useCallback, useMemo, useState, type ReactNode } from "react";
import { elsewhere, homeOf } from "../app/homes";
import { Icon } from "../app/Icon";
import { Choice, Loading, Popover } from "../app/parts";
import { changePreferences, usePreferences } from "../app/preferences";
import { store, useLink, useStructure } from "../app/store";
import { text } from "../app/text";
import type { Kind, Resource } from "../app/types";
import { formatView, navigate, pageAddress, parseView, useView, type Page, type Sort } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { parseFilter } from "../filter/parse";
import { columns as known } from "./columns";
import { Table } from "./Table";
import { useRows } from "./useRows";

export interface ResourcePageProps {
  page: Page;
  /** Of a page with several tables, which one: each has columns of its own. */
  part?: string | null;
  kinds: readonly Kind[];
  /** Of those kinds only these; one and the same function for as long as it means the same. */
  only?: ((resource: Resource) => boolean) | null;
  /** All columns the page can show, in order. */
  columns: string[];
  /** Those that are shown unless the user chose; else what each column says of itself. */
  usual?: readonly string[];
  /** Whether rows stand below their parents. */
  tree: boolean;
  /** What stands where the rows will be, as long as there are none. */
  empty: ReactNode;
  above?: ReactNode;
  below?: ReactNode;
  /** A part of a page that has its own heading. */
  inner?: boolean;
  /** Beside the other tools of the table. */
  tools?: ReactNode;
}

const sortBy = (sort: Sort | null): void => navigate({ sort });

/** A page that is one filtered, sorted table of resources. */
export function ResourcePage(props: ResourcePageProps) {
  const view = useView();
  const preferences = usePreferences();
  const filter = useMemo(() => parseFilter(view.filter), [view.filter]);
  const flat = !props.tree || view.flat;
  const { rows, matched, total, unasked, busy, leave } = useRows(props.kinds, props.only ?? null, filter, view.sort, flat, view.folded);
  useStructure();
  useLink();

  // Kept as they are from tick to tick, so that the table sees that nothing about it has changed.
  const kept = props.part ? `${props.page}/${props.part}` : props.page;
  const own = preferences.columns[kept];
  const shown = useMemo(() => own ?? props.columns.filter((key) => props.usual?.includes(key) ?? known[key]?.usual), [own, props.columns, props.usual]);
  const empty = useMemo(() => <NoMatch hidden={total} filter={view.filter} kinds={props.kinds} />, [total, view.filter, props.kinds]);
  const fold = useCallback((id: string, folded: boolean) => {
    const others = parseView(location.search).folded.filter((one) => one !== id);
    navigate({ folded: folded ? [...others, id] : others }, "replace");
  }, []);
  const open = useCallback((id: string) => navigate({ open: id, tab: null }), []);

  if (!store.loaded) return <Loading />;
  const title = text.pages[props.page] ?? "";
  return (
    <div className={`resource-page ${props.below ? "few" : ""} ${props.inner ? "inner" : ""}`}>
      {props.inner ? null : <h1 className="hidden">{title}</h1>}
      {props.above}
      {total === 0 ? <>{props.tools ? <div className="toolbar">{props.tools}</div> : null}{props.empty}</> : (
        <>
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} />
            <span className="row-count figure" role="status">{text.table.rows(matched, total)}</span>
            <div className="tools">
              {props.tools}
              {props.tree ? (
                <Choice
                  label={text.table.arrangement}
                  value={view.flat ? "flat" : "tree"}
                  options={[{ value: "tree", label: text.table.grouped, icon: "group" }, { value: "flat", label: text.table.flat, icon: "rows" }]}
                  onChange={(value) => navigate({ flat: value === "flat" })}
                />
              ) : null}
              {props.columns.some((key) => known[key]?.metrics) ? (
                <Choice
                  label={text.table.cells}
                  value={preferences.cells}
                  options={[{ value: "bar", label: text.table.bars, icon: "bars" }, { value: "spark", label: text.table.sparks, icon: "line" }]}
                  onChange={(cells) => changePreferences({ cells })}
                />
              ) : null}
              <ColumnChoice kept={kept} all={props.columns} shown={shown} />
              <Views />
            </div>
          </div>
          <Table
            label={text.table.label(title)}
            rows={rows}
            unasked={unasked}
            columns={shown}
            cells={preferences.cells}
            sort={view.sort}
            onSort={sortBy}
            open={view.open}
            onOpen={open}
            onFold={fold}
            tree={!flat}
            onBusy={busy}
            onLeave={leave}
            empty={empty}
          />
        </>
      )}
      {props.below}
    </div>
  );
}

function NoMatch({ hidden, filter, kinds }: { hidden: number; filter: string; kinds: readonly Kind[] }) {
  const other = elsewhere(filter, kinds);
  const home = other ? homeOf(other) : null;
  return (
    <div className="no-match" role="status">
      <p>{text.filter.none(hidden)} {other ? text.estate.elsewhere(text.kinds[other] ?? other) : ""}</p>
      <button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button>
      {other && home ? <button type="button" onClick={() => navigate(pageAddress(home.page, { section: home.section, filter }))}>{text.estate.openElsewhere(text.pages[home.page] ?? "")}</button> : null}
    </div>
  );
}

function ColumnChoice({ kept, all, shown }: { kept: string; all: string[]; shown: string[] }) {
  const preferences = usePreferences();
  const set = (keys: string[] | null): void => {
    const columns = { ...preferences.columns };
    if (keys === null) delete columns[kept];
    else columns[kept] = keys;
    changePreferences({ columns });
  };
  return (
    <Popover label={text.table.choose} icon="columns">
      <fieldset>
        <legend>{text.table.chooseLead}</legend>
        <div className="checks">
          {all.map((key) => (
            <label key={key} className="check">
              <input
                type="checkbox"
                checked={shown.includes(key)}
                onChange={(event) => set(all.filter((one) => (one === key ? event.target.checked : shown.includes(one))))}
              />
              <span>{known[key]?.label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label className="check">
        <input type="checkbox" checked={preferences.density === "compact"} onChange={(event) => changePreferences({ density: event.target.checked ? "compact" : "normal" })} />
        <span>{text.table.density}</span>
      </label>
      <button type="button" onClick={() => set(null)}>{text.table.resetColumns}</button>
    </Popover>
  );
}

/** Saved views: the address without what is open, under a name, kept on the server. */
function Views() {
  const { views } = usePreferences();
  const view = useView();
  const [name, setName] = useState("");
  const query = formatView({ ...view, open: null, tab: null }).replace(/^\.\/|^\?/, "");
  const save = (event: React.FormEvent): void => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === "") return;
    changePreferences({ views: [...views.filter((one) => one.name !== trimmed), { name: trimmed, query }] });
    setName("");
  };
  return (
    <Popover label={text.table.views} icon="star" className="popover-right">
      {views.length === 0 ? <p className="hint">{text.table.noViews}</p> : (
        <ul className="views">
          {views.map((saved) => (
            <li key={saved.name}>
              <a href={`./?${saved.query}`} aria-current={saved.query === query ? "true" : undefined} onClick={(event) => { event.preventDefault(); navigate(parseView(saved.query)); }}><bdi>{saved.name}</bdi></a>
              <button type="button" className="quiet" aria-label={text.table.removeView(saved.name)} onClick={() => changePreferences({ views: views.filter((one) => one !== saved) })}><Icon name="trash" size={14} /></button>
            </li>
          ))}
        </ul>
      )}
      <form className="save-view" onSubmit={save}>
        <input aria-label={text.table.viewName} placeholder={text.table.viewName} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        <button type="submit" disabled={name.trim() === ""}>{text.table.saveView}</button>
      </form>
    </Popover>
  );
}
