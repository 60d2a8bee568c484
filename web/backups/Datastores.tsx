import { useMemo } from "react";
import type { DatastoreCare } from "../app/api-types";
import { naturally, printable } from "../app/format";
import { Ago, Empty, Loading, State } from "../app/parts";
import { store } from "../app/store";
import type { Level } from "../app/trouble";
import { navigate, pageAddress } from "../app/url";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { backupWords } from "./text-backups";
import { Told } from "./Told";
import { useCare, useTold } from "./useBackups";

const words = backupWords.datastores;
const names = words.columns;
const levels: Record<DatastoreCare["condition"], Level> = { healthy: "ok", attention: "warning", unknown: "unknown" };
const order: readonly DatastoreCare["condition"][] = ["attention", "unknown", "healthy"];

const columns: readonly PlainColumn<DatastoreCare>[] = [
  { key: "id", label: names.id, cell: (care) => <Datastore id={care.id} /> },
  { key: "condition", label: names.condition, cell: (care) => <Condition condition={care.condition} /> },
  { key: "findings", label: names.findings, cell: (care) => <Findings care={care} /> },
  { key: "archives", label: names.archives, right: true, wide: true, cell: (care) => care.archives.toLocaleString("en") },
  { key: "failed", label: names.failed, right: true, wide: true, cell: (care) => <span className={care.failedArchives > 0 ? "missed" : "muted"}>{care.failedArchives.toLocaleString("en")}</span> },
  { key: "verified", label: names.verified, right: true, wide: true, cell: (care) => (care.verifiedAt === null ? <span className="hatched muted">{backupWords.board.notKnown}</span> : <Ago at={care.verifiedAt} />) },
];

/** How the datastores of backup servers are cared for, those with something to look into first. */
export function DatastoresSection() {
  const { answer: board, error, reload } = useCare();
  const sections = useTold("datastore-jobs");
  const datastores = useMemo(() => sortedCare(board?.datastores ?? []), [board]);
  if (!board && !error) return <Loading />;
  return (
    <div className="backups-body">
      <Told at={board?.at ?? null} list="datastore-jobs" sections={sections} error={error} onRetry={reload} />
      {!board ? null : datastores.length === 0 ? (
        <Empty icon="datastore" title={words.emptyTitle} lead={words.emptyLead}>
          <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add:pbs" }))}>{backupWords.addSource}</button>
        </Empty>
      ) : (
        <>
          <p className="muted">{words.lead}</p>
          <PlainTable label={words.label} columns={columns} items={datastores} id={(care) => care.id} />
        </>
      )}
    </div>
  );
}

export function sortedCare(datastores: readonly DatastoreCare[]): DatastoreCare[] {
  return [...datastores].sort((a, b) => order.indexOf(a.condition) - order.indexOf(b.condition) || naturally(a.id, b.id));
}

function Datastore({ id }: { id: string }) {
  const known = store.get(id);
  return <button type="button" className="link" onClick={() => navigate({ open: id, tab: null })}><bdi className="break">{printable(known ? `${known.source}: ${known.displayName ?? known.name}` : id)}</bdi></button>;
}

function Condition({ condition }: { condition: DatastoreCare["condition"] }) {
  return <span className={condition === "unknown" ? "hatched" : ""}><State level={levels[condition] ?? "unknown"}>{words.conditions[condition] ?? condition}</State></span>;
}

function Findings({ care }: { care: DatastoreCare }) {
  if (care.findings.length === 0) return <span className="muted">{care.condition === "healthy" ? words.nothing : words.notKnown}</span>;
  return <ul className="findings">{care.findings.map((finding, index) => <li key={`${finding.code}${index}`}><bdi>{printable(finding.sentence)}</bdi></li>)}</ul>;
}
