import { memo, useMemo } from "react";
import { printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { store } from "../app/store";
import type { HostFacts, Resource } from "../app/types";
import { WordCell } from "../table/cells";
import { addColumns } from "../table/columns";
import { marksOf, weightOf } from "./marks";
import { hostWords } from "./text-hosts";

/** All of the page, in order, and those that are shown at first. */
export const hostColumns = ["state", "marks", "cpu", "memory", "disk", "temperature", "load", "network", "io", "uptime", "os", "agent", "swap", "kernel", "cores", "address", "tags", "seen"];
export const usualHostColumns = ["state", "marks", "cpu", "memory", "disk", "temperature", "load", "network", "uptime", "os", "agent"];

/** The agent's version, which is that of its source; of this machine there is none. */
function agentOf(resource: Resource): string | null {
  const source = store.fleet.sources.get(resource.source);
  return source?.kind === "agent" ? source.version : source?.kind === "self" ? hostWords.self : null;
}

const Marks = memo(function Marks({ facts }: { facts: HostFacts }) {
  const marks = useMemo(() => marksOf(facts), [facts]);
  const [first] = marks;
  if (!first) return null;
  return (
    <span className="marks" title={marks.map((mark) => printable(mark.word)).join(", ")}>
      <span className={`state state-${first.level}`}><StateShape level={first.level} /><bdi className="state-word">{printable(first.word)}</bdi></span>
      {marks.length > 1 ? <span className="muted figure">{hostWords.more(marks.length - 1)}</span> : null}
    </span>
  );
});

addColumns([
  {
    key: "marks", label: hostWords.columns.marks, width: 160, usual: true, narrow: true, largestFirst: true,
    sort: (r) => (r.kind === "host" ? weightOf(marksOf(r.facts)) : null),
    cell: (r) => (r.kind === "host" ? <Marks facts={r.facts} /> : null),
  },
  { key: "agent", label: hostWords.columns.agent, width: 96, usual: true, sort: agentOf, cell: (r) => <WordCell word={agentOf(r)} /> },
]);
