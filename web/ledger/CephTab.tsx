import { useMemo } from "react";
import { healthWord, levelOfHealth } from "../app/condition";
import { bytes, percent, printable } from "../app/format";
import type { Ceph, CephCheck, CephDaemon } from "../app/ledger-api";
import { Name, State } from "../app/parts";
import { daemonState, worse } from "./judgement";
import { LongTable, type LongColumn } from "./LongTable";
import { Part, Unread } from "./Part";
import { Judgement } from "./SystemTab";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.ceph;

/** Why Ceph is not healthy, and every OSD. */
export function CephTab({ source }: { source: string }) {
  return (
    <div className="ledger">
      <Part title={words.title} source={source} asked={useLedger("ceph", { source })} none={words.none} alone>{(items) => items.map((one) => <Condition key={one.source} ceph={one} />)}</Part>
    </div>
  );
}

function Condition({ ceph }: { ceph: Ceph }) {
  return (
    <>
      <p className="health-line"><span className="muted">{words.says}</span> <State level={levelOfHealth(ceph.health)}>{printable(healthWord(ceph.health))}</State></p>
      <Checks checks={ceph.checks} />
      <Flags flags={ceph.flags} />
      <Daemons osds={ceph.osds} />
    </>
  );
}

function Checks({ checks }: { checks: readonly CephCheck[] }) {
  const sorted = [...checks].sort((a, b) => Number(a.muted) - Number(b.muted) || worse(levelOfHealth(a.severity), levelOfHealth(b.severity)));
  return (
    <section aria-label={words.health}>
      <h4>{words.health}</h4>
      {sorted.length === 0 ? <p className="muted">{words.healthy}</p> : (
        <ul className="checks">
          {sorted.map((check) => (
            <li key={check.code}>
              <State level={check.muted ? "off" : levelOfHealth(check.severity)}><bdi>{printable(check.message)}</bdi></State>
              <span className="muted"><code>{printable(check.code)}</code> {check.muted ? <span className="badge">{words.muted}</span> : null}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Flags({ flags }: { flags: readonly string[] | null }) {
  return (
    <section aria-label={words.flags}>
      <h4>{words.flags}</h4>
      {flags === null ? <Unread>{words.notRead}</Unread> : flags.length === 0 ? <p className="muted">{words.noFlags}</p> : (
        <p className="tags wrap">{flags.map((flag) => <span key={flag} className="tag"><bdi>{printable(flag)}</bdi></span>)}</p>
      )}
    </section>
  );
}

const shareOf = ({ used, total }: CephDaemon): number | null => (used === null || total === null || total <= 0 ? null : used / total);

const columns: readonly LongColumn<CephDaemon>[] = [
  { key: "name", label: words.columns.osd, width: 84, narrow: true, value: (one) => one.id, cell: (one) => <span className="cut" title={printable(`${words.osd(one.id)} ${one.class ?? ""}`)}>{words.osd(one.id)}{one.class === null ? "" : <span className="muted"> <bdi>{printable(one.class)}</bdi></span>}</span> },
  { key: "condition", label: words.columns.state, width: 92, narrow: true, value: (one) => daemonState(one).word, cell: (one) => <Judgement {...daemonState(one)} /> },
  { key: "host", label: words.columns.host, width: 68, narrow: true, value: (one) => one.host, cell: (one) => (one.host === null ? <span className="muted">–</span> : <Name>{one.host}</Name>) },
  { key: "share", label: words.columns.share, width: 48, right: true, narrow: true, largestFirst: true, value: shareOf, cell: (one) => figure(shareOf(one), percent) },
  { key: "total", label: words.columns.total, width: 62, right: true, narrow: true, largestFirst: true, value: (one) => one.total, cell: (one) => figure(one.total, bytes) },
];

function figure(value: number | null, format: (value: number) => string): JSX.Element {
  return value === null ? <span className="muted">–</span> : <span className="figure">{format(value)}</span>;
}

function Daemons({ osds }: { osds: readonly CephDaemon[] | null }) {
  const sorted = useMemo(() => [...(osds ?? [])].sort((a, b) => worse(daemonState(a).level, daemonState(b).level) || a.id - b.id), [osds]);
  const bad = sorted.filter((one) => daemonState(one).level !== "ok").length;
  return (
    <section aria-label={words.osds}>
      <h4>{words.osds} {osds === null ? null : <span className="muted figure">{osds.length.toLocaleString("en")}{bad > 0 ? `, ${words.trouble(bad)}` : ""}</span>}</h4>
      {osds === null ? <Unread>{words.notRead}</Unread> : osds.length === 0 ? <p className="muted">{words.noOSDs}</p> : (
        <LongTable label={words.osds} columns={columns} items={sorted} id={(one) => `${one.id}`} />
      )}
    </section>
  );
}
