import { printable } from "../app/format";
import { Icon, StateShape, iconOf } from "../app/Icon";
import { Ago, Name, State } from "../app/parts";
import type { Finding } from "../app/api-types";
import { store } from "../app/store";
import { text } from "../app/text";
import { patrolWords } from "../app/text-patrol";
import { currentView, navigate } from "../app/url";
import type { ListColumn } from "../table/ListTable";
import { stateWords } from "./filter";
import { levelOfSeverity, type Row } from "./rows";
import { patrolPage } from "./text-patrol";

const words = patrolPage.list;
const names = words.columns;

/** In the address stand the causes whose consequences are shown: folded is what is usual. */
export function foldTo(id: string, unfolded: boolean): true {
  const others = currentView().folded.filter((one) => one !== id);
  navigate({ folded: unfolded ? [...others, id] : others }, "replace");
  return true;
}

export const findingColumns: readonly ListColumn<Row>[] = [
  { key: "title", label: names.title, width: 330, cell: (row) => <Title row={row} /> },
  { key: "severity", label: names.severity, width: 80, largestFirst: true, cell: ({ finding }) => <span className={`state-${levelOfSeverity[finding.severity]}`}><span className="state-word">{patrolWords.severities[finding.severity] ?? finding.severity}</span></span> },
  { key: "resource", label: names.resource, width: 170, narrow: true, cell: ({ finding }) => <ResourceLink id={finding.resource_id} name={finding.resource_name} part={finding.instance} inList /> },
  { key: "category", label: names.category, width: 96, cell: ({ finding }) => <span className="muted">{patrolPage.categories[finding.category] ?? finding.category}</span> },
  { key: "state", label: names.state, width: 104, cell: ({ finding }) => <StateWord finding={finding} /> },
  { key: "since", label: names.since, width: 90, right: true, cell: ({ finding }) => <Ago at={finding.detected_at} /> },
  { key: "times", label: names.times, width: 60, right: true, largestFirst: true, cell: ({ finding }) => <span className="figure">{finding.times_raised.toLocaleString("en")}</span> },
];

export function Severity({ finding: { severity } }: { finding: Pick<Finding, "severity"> }) {
  return <State level={levelOfSeverity[severity] ?? "unknown"}>{patrolWords.severities[severity] ?? severity}</State>;
}

export function StateWord({ finding }: { finding: Pick<Finding, "state" | "suppressed"> }) {
  const word = stateWords(finding)[0] ?? finding.state;
  return <span className={word === "regressed" ? "missed" : "muted"}>{patrolPage.states[word] ?? word}</span>;
}

function Title({ row: { finding, isConsequence, consequences, unfolded } }: { row: Row }) {
  const title = printable(finding.title);
  return (
    <span className={`finding-title ${isConsequence ? "finding-below" : ""}`}>
      {consequences > 0 ? (
        <button type="button" className="fold" tabIndex={-1} aria-label={(unfolded ? text.table.fold : text.table.unfold)(title)} onClick={(event) => { event.stopPropagation(); foldTo(finding.id, !unfolded); }}>
          <Icon name={unfolded ? "down" : "right"} size={12} />
        </button>
      ) : <span className="fold" />}
      <StateShape level={levelOfSeverity[finding.severity] ?? "unknown"} /><span className="hidden">{patrolWords.severities[finding.severity]}</span>
      <Name>{finding.title}</Name>
      {isConsequence ? <span className="hidden">{words.isConsequence}</span> : null}
      {consequences > 0 ? <Beneath count={consequences} /> : null}
      {finding.unjudged ? <span className="badge" title={finding.unjudged}>{words.unjudged}</span> : null}
    </span>
  );
}

/** Where there is little room the number stays, and the word goes. */
function Beneath({ count }: { count: number }) {
  const [and = "", ...word] = words.consequences(count).split(/(?<=\d) /);
  return <span className="vmid finding-beneath"><span className="figure">{and}</span> <span className="cut">{word.join(" ")}</span></span>;
}

/** A resource by its name, leading to its drawer; the name that was kept where it is gone. The keys of a list go from row to row, not into its cells. */
export function ResourceLink({ id, name, part = "", inList = false }: { id: string; name?: string; part?: string; inList?: boolean }) {
  const known = store.get(id);
  const shown = known?.displayName ?? known?.name ?? name ?? id;
  return (
    <span className="finding-resource">
      {known ? <Icon name={iconOf(known)} size={14} /> : null}
      <button type="button" className="link cut" tabIndex={inList ? -1 : undefined} title={printable(shown)} onClick={(event) => { event.stopPropagation(); navigate({ open: id, tab: null }); }}><bdi>{printable(shown)}</bdi></button>
      {part === "" ? null : <span className="vmid cut"><bdi>{printable(part)}</bdi></span>}
    </span>
  );
}
