import { useMemo } from "react";
import { bytes, printable } from "../app/format";
import type { Snapshot } from "../app/ledger-api";
import { Ago, Name } from "../app/parts";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { lineage, type Descendant } from "./lineage";
import { Part } from "./Part";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.snapshots;
/** Steps that are drawn; a longer chain would leave no room for its names. */
const mostDepth = 6;

/** Snapshots of a guest as they were made of each other. */
export function SnapshotsTab({ source, guest }: { source: string; guest: string }) {
  return (
    <div className="ledger">
      <Part title={words.title} source={source} asked={useLedger("snapshots", { source, guest })} none={words.none} alone>
        {(items) => <><p className="muted">{words.lead}</p><Snapshots items={items} /></>}
      </Part>
    </div>
  );
}

const columns: readonly PlainColumn<Descendant>[] = [
  {
    key: "snapshot", label: words.columns.name,
    cell: ({ snapshot, depth }) => (
      <span className="lineage" style={{ paddingLeft: Math.min(depth, mostDepth) * 12 }} title={depth === 0 ? undefined : words.depth(depth)}>
        {depth === 0 ? null : <span className="muted" aria-hidden="true">└ </span>}<Name className="strong">{snapshot.name}</Name>
        {snapshot.note === null || snapshot.note.trim() === "" ? null : <div className="muted break"><bdi>{printable(snapshot.note.trim())}</bdi></div>}
      </span>
    ),
  },
  { key: "age", label: words.columns.age, right: true, cell: ({ snapshot }) => (snapshot.at === null ? <span className="hatched">–</span> : <Ago at={snapshot.at} />) },
  { key: "memory", label: words.columns.memory, cell: ({ snapshot }) => (snapshot.memory === null ? "–" : snapshot.memory ? words.with : words.without) },
];
const size: PlainColumn<Descendant> = { key: "size", label: words.columns.size, right: true, cell: ({ snapshot }) => (snapshot.size === null ? "–" : <span className="figure">{bytes(snapshot.size)}</span>) };

function Snapshots({ items }: { items: readonly Snapshot[] }) {
  const ordered = useMemo(() => lineage(items), [items]);
  const sized = items.some((one) => one.size !== null);
  return (
    <>
      <PlainTable label={words.title} columns={sized ? [...columns, size] : columns} items={ordered} id={({ snapshot }) => snapshot.name} />
      {sized ? null : <p className="muted">{words.sizeUnknown}</p>}
    </>
  );
}
