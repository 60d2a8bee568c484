import { useMemo } from "react";
import { bytes } from "../app/format";
import { Empty, Name, State } from "../app/parts";
import { store, useNow, useStructure } from "../app/store";
import { text } from "../app/text";
import { navigate, pageAddress, useView, type Sort } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { completeRecords, matchesRecord, parseRecords, type Fields } from "../records/filter";
import { calls, NoProblems, ProblemsOnly, useProblemsOnly } from "../records/ProblemsOnly";
import type { RecordColumn } from "../records/RecordList";
import { recordWords } from "../records/text-records";
import { NumberCell, WordCell } from "../table/cells";
import { compareValues } from "../table/columns";
import { ListTable } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { projectsOf, type Project } from "./grouping";
import { dockerWords } from "./text-docker";

const words = dockerWords.columns;
const ranks = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 } as const;

function stateWord({ troubled, running, total }: Project): string {
  return troubled > 0 ? dockerWords.inTrouble(troubled) : running === total ? dockerWords.allRunning : running === 0 ? dockerWords.stopped : dockerWords.runningOf(running, total);
}

const columns: RecordColumn<Project>[] = [
  { key: "name", label: words.project, width: 220, narrow: true, value: (one) => one.name, cell: (one) => <><Name className="strong">{one.name}</Name>{one.isStack ? <span className="badge">{dockerWords.stack}</span> : null}</> },
  { key: "state", label: words.state, width: 140, narrow: true, largestFirst: true, value: (one) => ranks[one.level], cell: (one) => <State level={one.level}>{stateWord(one)}</State> },
  { key: "running", label: words.running, width: 90, right: true, narrow: true, largestFirst: true, value: (one) => one.running, cell: (one) => <span className="figure">{dockerWords.runningOf(one.running, one.total)}</span> },
  { key: "memory", label: words.memory, width: 100, right: true, largestFirst: true, value: (one) => one.memory, cell: (one) => <NumberCell value={one.memory} format={bytes} /> },
  { key: "restarts", label: words.restarts, width: 90, right: true, largestFirst: true, value: (one) => one.restarts, cell: (one) => <NumberCell value={one.restarts} /> },
  { key: "updates", label: words.updates, width: 80, right: true, largestFirst: true, value: (one) => one.updates, cell: (one) => <NumberCell value={one.updates} /> },
  { key: "hosts", label: words.hosts, width: 180, value: (one) => one.hosts.join(" "), cell: (one) => <WordCell word={one.hosts.join(", ")} /> },
];

const fields: Fields<Project> = {
  words: { project: (one) => one.name, host: (one) => one.hosts },
  numbers: {
    containers: { units: ["count"], value: (one) => one.total }, running: { units: ["count"], value: (one) => one.running }, updates: { units: ["count"], value: (one) => one.updates },
    restarts: { units: ["count"], value: (one) => one.restarts }, mem: { units: ["bytes"], value: (one) => one.memory },
  },
  aliases: { name: "project", stack: "project", memory: "mem" },
};

/** Projects with what is in them; one leads to its containers. */
export function Projects() {
  const view = useView();
  const structure = useStructure();
  // Figures too, but not at every tick.
  const now = useNow();
  const latest = useMemo(() => projectsOf(store.fleet.resources.values()), [structure, now]);
  const { value: all, busy, leave } = useHeld(latest);
  const problems = useProblemsOnly();
  const wanted = useMemo(() => (problems ? all.filter((one) => calls(one.level)) : all), [all, problems]);
  const filter = useMemo(() => parseRecords(view.filter, fields), [view.filter]);
  const rows = useMemo(() => sorted(wanted.filter(matchesRecord(filter, fields, store.now())), view.sort), [wanted, filter, view.sort]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeRecords(input, caret, wanted, fields), placeholder: recordWords.placeholder }), [wanted]);
  if (all.length === 0) return <Empty icon="docker" title={dockerWords.noProjects} lead={dockerWords.noProjectsLead} />;
  const open = (id: string): void => {
    const project = all.find((one) => one.id === id);
    const host = project && !project.isStack && project.hosts[0] !== undefined ? ` host:"${project.hosts[0]}"` : "";
    if (project) navigate(pageAddress("docker", { filter: `project:"${project.name}"${host}`, flat: true }));
  };
  if (wanted.length === 0) return <><div className="toolbar"><ProblemsOnly /></div><NoProblems /></>;
  return (
    <>
      <div className="toolbar">
        <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
        <span className="row-count figure" role="status">{text.table.rows(rows.length, wanted.length)}</span>
        <div className="tools"><ProblemsOnly /></div>
      </div>
      <ListTable
        label={dockerWords.projectsLabel} items={rows} columns={columns} id={(one) => one.id} sort={view.sort} onSort={(sort) => navigate({ sort })} onOpen={open} onBusy={busy} onLeave={leave}
        empty={<div className="no-match" role="status"><p>{text.filter.none(wanted.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
      />
    </>
  );
}

function sorted(rows: Project[], sort: Sort | null): Project[] {
  const column = sort === null ? undefined : columns.find((one) => one.key === sort.key);
  return column && sort ? rows.sort((a, b) => compareValues(column.value(a), column.value(b), sort.descending)) : rows;
}
