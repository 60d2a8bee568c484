import { printable } from "../app/format";
import { Ago } from "../app/parts";
import { text } from "../app/text";
import type { Finding, FindingEvidence } from "../app/api-types";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { EvidenceChart } from "./EvidenceChart";
import { ResourceLink } from "./findingColumns";
import { patrolPage } from "./text-patrol";

const words = patrolPage.finding;
const names = words.evidenceColumns;

export function nameOfMetric(name: string): string {
  return text.metrics[name] ?? words.metrics[name] ?? name;
}

/** Its reference is a code of ours, and the text says the same in words. */
const codeOnly = "backup reason";

const columns = (own: string): PlainColumn<FindingEvidence>[] => [
  { key: "name", label: names.name, cell: (item) => <><bdi>{item.kind === "measurement" || item.kind === "series" ? nameOfMetric(item.name) : printable(item.name).replaceAll("_", " ")}</bdi>{item.part === "" ? null : <> <bdi className="muted">{printable(item.part)}</bdi></>} <span className="vmid">{words.kinds[item.kind] ?? item.kind}</span></> },
  { key: "text", label: names.text, cell: (item) => <><bdi className="strong">{printable(item.text)}</bdi>{item.reference && item.name !== codeOnly ? <> <code className="break">{printable(item.reference)}</code></> : null}{item.resource_id && item.resource_id !== own ? <> <ResourceLink id={item.resource_id} /></> : null}</> },
  { key: "at", label: names.at, right: true, cell: (item) => (item.at ? <Ago at={item.at} /> : <span className="muted">–</span>) },
];

/** What the finding rests on: the sentence, each stretch of history as a chart, and everything as a table. */
export function EvidenceView({ finding: { evidence, evidence_items: items, resource_id: own } }: { finding: Finding }) {
  const series = items.filter((item) => item.kind === "series");
  const rest = items.filter((item) => item.kind !== "series");
  return (
    <section>
      <h3>{words.evidence}</h3>
      <p><bdi>{printable(evidence)}</bdi></p>
      {series.map((item, index) => <EvidenceChart key={`${item.resource_id} ${item.name} ${item.part} ${index}`} item={item} resource={item.resource_id ?? own} />)}
      {rest.length > 0 ? <PlainTable label={words.evidence} columns={columns(own)} items={rest} id={(item) => `${items.indexOf(item)}`} /> : null}
    </section>
  );
}
