import { useMemo } from "react";
import { absolute, printable } from "../app/format";
import type { Certificate, Kernel, Service, Subscription, Update } from "../app/ledger-api";
import { Name, State } from "../app/parts";
import { productOf } from "../app/product";
import { useNow } from "../app/store";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { certificateState, kernelState, origins, serviceState, sortedCertificates, sortedServices, subscriptionState } from "./judgement";
import { LongTable, type LongColumn } from "./LongTable";
import { Part } from "./Part";
import { ledgerWords } from "./text-ledger";
import { Tapes } from "./Tapes";
import { Traffic } from "./Traffic";
import { useLedger } from "./useLedger";

/** What a node says of itself: services, certificates, and what waits to be installed. */
export function SystemTab({ source, node }: { source: string; node: string }) {
  const about = { source, node };
  const services = useLedger("services", about);
  const certificates = useLedger("certificates", about);
  const updates = useLedger("updates", about);
  return (
    <div className="ledger">
      <Part title={ledgerWords.services.title} source={source} asked={services} none={ledgerWords.services.none} count={failedOf}>{(items) => <Services items={items} />}</Part>
      <Part title={ledgerWords.certificates.title} source={source} asked={certificates} none={ledgerWords.certificates.none}>{(items) => <Certificates items={items} />}</Part>
      <Part title={ledgerWords.updates.title} source={source} asked={updates} none={ledgerWords.updates.none}>{(items) => <Updates items={items} />}</Part>
      <Part title={ledgerWords.kernel.title} source={source} asked={useLedger("kernels", { source, node })} none={ledgerWords.kernel.none} count={noCount}>{(items) => <Kernels items={items} />}</Part>
      <Part title={ledgerWords.subscription.title} source={source} asked={useLedger("subscriptions", { source, node })} none={ledgerWords.subscription.none} count={noCount}>{(items) => <Subscriptions items={items} />}</Part>
      {productOf(source) === "pbs" ? <><Traffic source={source} /><Tapes source={source} /></> : null}
    </div>
  );
}

/** There is one; its number says nothing. */
const noCount = (): string => "";

function Kernels({ items }: { items: readonly Kernel[] }) {
  const { running, installed } = ledgerWords.kernel;
  return (
    <>
      {items.map((one) => (
        <Line key={one.node ?? ""} state={kernelState(one)}
          words={[one.running === null ? null : running(one.running), one.newestInstalled === null || one.newestInstalled === one.running ? null : installed(one.newestInstalled)]} />
      ))}
    </>
  );
}

function Subscriptions({ items }: { items: readonly Subscription[] }) {
  const { until } = ledgerWords.subscription;
  return <>{items.map((one) => <Line key={one.node ?? ""} state={subscriptionState(one)} words={[one.product, one.nextDueDate === null ? null : until(one.nextDueDate)]} />)}</>;
}

/** A state, and what is known of it beside that. */
function Line({ state, words }: { state: Parameters<typeof Judgement>[0]; words: readonly (string | null)[] }) {
  return <p><Judgement {...state} /> <span className="muted break"><bdi>{words.filter((one): one is string => one !== null).map(printable).join(", ")}</bdi></span></p>;
}

function failedOf(items: readonly Service[]): string {
  const failed = items.filter((one) => serviceState(one).level === "critical").length;
  return `${items.length.toLocaleString("en")}${failed > 0 ? `, ${ledgerWords.services.failed(failed)}` : ""}`;
}

const serviceColumns: readonly PlainColumn<Service>[] = [
  { key: "service", label: ledgerWords.services.columns.name, cell: (one) => <><Name className="strong">{one.name}</Name>{one.title !== null && one.title !== one.name ? <div className="muted"><bdi>{printable(one.title)}</bdi></div> : null}</> },
  { key: "state", label: ledgerWords.services.columns.state, cell: (one) => <Judgement {...serviceState(one)} /> },
  { key: "start", label: ledgerWords.services.columns.start, wide: true, cell: (one) => startOf(one) },
];

function startOf({ unitState }: Service): string {
  if (unitState === null) return "–";
  return Object.hasOwn(ledgerWords.services.starts, unitState) ? ledgerWords.services.starts[unitState] ?? "–" : printable(unitState);
}

/** Hatched where nobody can tell. */
export function Judgement({ level, word }: { level: Parameters<typeof State>[0]["level"]; word: string }) {
  return <span className={level === "unknown" ? "hatched" : ""}><State level={level}>{word}</State></span>;
}

function Services({ items }: { items: readonly Service[] }) {
  const sorted = useMemo(() => sortedServices(items), [items]);
  return <PlainTable label={ledgerWords.services.title} columns={serviceColumns} items={sorted} id={(one) => one.name} />;
}

function Certificates({ items }: { items: readonly Certificate[] }) {
  const now = useNow();
  const sorted = useMemo(() => sortedCertificates(items), [items]);
  const columns: readonly PlainColumn<Certificate>[] = [
    {
      key: "file", label: ledgerWords.certificates.columns.file,
      cell: (one) => <span title={one.fingerprint === null ? undefined : ledgerWords.certificates.fingerprint(printable(one.fingerprint))}><Name className="strong">{one.file}</Name>{one.subject === null ? null : <div className="muted break"><bdi>{printable(one.subject)}</bdi></div>}</span>,
    },
    { key: "left", label: ledgerWords.certificates.columns.left, cell: (one) => <span title={one.notAfter === null ? undefined : absolute(one.notAfter)}><Judgement {...certificateState(one, now)} /></span> },
    { key: "issuer", label: ledgerWords.certificates.columns.issuer, wide: true, cell: (one) => (one.issuer === null ? "–" : <bdi className="break">{printable(one.issuer)}</bdi>) },
  ];
  return <PlainTable label={ledgerWords.certificates.title} columns={columns} items={sorted} id={(one) => one.file} />;
}

const updateNames = ledgerWords.updates.columns;
const updateColumns: readonly LongColumn<Update>[] = [
  { key: "name", label: updateNames.package, width: 140, narrow: true, value: (one) => one.package, cell: (one) => <span className="cut" title={printable(one.title === null ? one.package : `${one.package}: ${one.title}`)}><bdi>{printable(one.package)}</bdi></span> },
  { key: "version", label: updateNames.version, width: 140, narrow: true, value: (one) => one.available, cell: (one) => <Versions {...one} /> },
  { key: "origin", label: updateNames.origin, width: 72, narrow: true, value: (one) => one.origin, cell: (one) => (one.origin === null ? <span className="muted">–</span> : <Name>{one.origin}</Name>) },
];

function Versions({ installed, available }: Update) {
  const shown = printable(ledgerWords.updates.versions(installed ?? ledgerWords.updates.newPackage, available));
  return <span className="cut" title={shown}><bdi>{shown}</bdi></span>;
}

function Updates({ items }: { items: readonly Update[] }) {
  const { from, unknownOrigin } = ledgerWords.updates;
  return (
    <>
      <p>{origins(items).map(({ origin, count }) => from(origin === null ? unknownOrigin : printable(origin), count)).join(", ")}</p>
      <LongTable label={ledgerWords.updates.title} columns={updateColumns} items={items} id={(one) => one.package} />
    </>
  );
}
