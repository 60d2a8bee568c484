import { useMemo } from "react";
import { ago, printable } from "../app/format";
import type { MailDomain, MailQueue } from "../app/ledger-api";
import { useNow } from "../app/store";
import { Meter } from "../chart/Meter";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { LongTable, type LongColumn } from "./LongTable";
import { Part, Unread } from "./Part";
import { byAge, longest, sortedQueues, stepName } from "./queues";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.mail;

/** What waits in the queues of a mail gateway: for how long, for whom, and why. */
export function MailQueues({ source }: { source: string }) {
  return (
    <div className="ledger">
      <Part title={words.title} source={source} asked={useLedger("mail", { source })} none={words.none} alone>{(items) => <Queues items={items} />}</Part>
    </div>
  );
}

function Queues({ items }: { items: readonly MailQueue[] }) {
  const sorted = useMemo(() => sortedQueues(items), [items]);
  const several = new Set(items.map(({ node }) => node)).size > 1;
  return <>{sorted.map((queue) => <Queue key={`${queue.queue} ${queue.node ?? ""}`} queue={queue} several={several} />)}</>;
}

function Queue({ queue, several }: { queue: MailQueue; several: boolean }) {
  const now = useNow();
  const name = words.of(words.names[queue.queue] ?? printable(queue.queue), several && queue.node !== null ? printable(queue.node) : null);
  return (
    <section className="queue" aria-label={name}>
      <h4>{name} <span className="muted figure">{queue.count.toLocaleString("en")}{queue.oldestAt === null ? "" : `, ${words.oldest(ago(queue.oldestAt, now))}`}</span></h4>
      {queue.count === 0 ? <p className="muted">{words.empty}</p> : <><Ages queue={queue} /><Domains queue={queue} name={name} /></>}
      {queue.queue === "deferred" && queue.count > 0 ? <Reasons queue={queue} /> : null}
    </section>
  );
}

function Ages({ queue }: { queue: MailQueue }) {
  const ages = byAge(queue);
  const most = Math.max(1, ...ages.map(({ count }) => count));
  const columns: readonly PlainColumn<{ step: number; count: number }>[] = [
    { key: "age", label: words.age, cell: ({ step }) => <span className="nowrap">{stepName(step)}</span> },
    { key: "bar", label: words.ages, bare: true, cell: ({ count }) => <Meter value={count / most} level="ok" /> },
    { key: "count", label: words.messages, right: true, cell: ({ count }) => count.toLocaleString("en") },
  ];
  return ages.length === 0 ? null : <PlainTable label={words.ages} columns={columns} items={ages} id={({ step }) => `${step}`} className="ages" />;
}

const domainColumns: readonly LongColumn<MailDomain>[] = [
  { key: "name", label: words.domain, width: 180, narrow: true, value: (one) => one.domain, cell: (one) => <span className="cut" title={printable(one.domain)}><bdi>{printable(one.domain)}</bdi></span> },
  { key: "count", label: words.messages, width: 76, right: true, narrow: true, largestFirst: true, value: (one) => one.count, cell: (one) => <span className="figure">{one.count.toLocaleString("en")}</span> },
  { key: "longest", label: words.longest, width: 100, right: true, narrow: true, largestFirst: true, value: longest, cell: (one) => waitOf(one) },
];

function waitOf(one: MailDomain): JSX.Element {
  const step = longest(one);
  return step === null ? <span className="muted">–</span> : <span className="figure">{stepName(step)}</span>;
}

function Domains({ queue, name }: { queue: MailQueue; name: string }) {
  const sorted = useMemo(() => [...queue.domains].sort((a, b) => b.count - a.count), [queue]);
  return sorted.length === 0 ? null : <LongTable label={`${name}, ${words.domains}`} columns={domainColumns} items={sorted} id={(one) => `${queue.queue} ${queue.node ?? ""} ${one.domain}`} />;
}

const reasonColumns: readonly PlainColumn<{ reason: string; count: number }>[] = [
  { key: "reason", label: words.reason, cell: ({ reason }) => <bdi className="break">{printable(reason)}</bdi> },
  { key: "count", label: words.messages, right: true, cell: ({ count }) => count.toLocaleString("en") },
];

function Reasons({ queue: { reasons } }: { queue: MailQueue }) {
  if (reasons === null) return <Unread>{words.reasonsUnread}</Unread>;
  if (reasons.length === 0) return <p className="muted">{words.noReasons}</p>;
  return (
    <section aria-label={words.reasons}>
      <h5>{words.reasons} <span className="muted">{words.sampled}</span></h5>
      <PlainTable label={words.reasons} columns={reasonColumns} items={[...reasons].sort((a, b) => b.count - a.count)} id={({ reason }) => reason} />
    </section>
  );
}
