import { ageSeconds, bytes, printable } from "../app/format";
import { Name, State } from "../app/parts";
import type { EventRow, IngressRow, PersistentVolumeRow, ServiceRow } from "../app/records-api";
import type { Level } from "../app/trouble";
import type { Fields } from "../records/filter";
import type { RecordColumn } from "../records/RecordList";
import { MomentCell, NumberCell, WordCell } from "../table/cells";
import { kubernetesWords } from "./text-kubernetes";

// Columns and filter of the lists of a cluster.

const words = kubernetesWords.columns;

interface Named {
  source: string;
  namespace: string;
}

const ofNamespace = <Row extends Named>(): RecordColumn<Row>[] => [
  { key: "namespace", label: words.namespace, width: 120, narrow: true, value: (row) => row.namespace, cell: (row) => <WordCell word={row.namespace} /> },
];
const ofCluster = <Row extends { source: string }>(): RecordColumn<Row> => ({ key: "source", label: words.cluster, width: 110, value: (row) => row.source, cell: (row) => <WordCell word={row.source} /> });
const name = <Row extends { name: string }>(): RecordColumn<Row> => ({ key: "name", label: words.name, width: 200, narrow: true, value: (row) => row.name, cell: (row) => <Name className="strong">{row.name}</Name> });
const age = <Row extends { createdAt: string | null }>(): RecordColumn<Row> => ({ key: "age", label: words.age, width: 66, right: true, value: (row) => (row.createdAt === null ? null : Date.parse(row.createdAt)), cell: (row) => <MomentCell at={row.createdAt} /> });
const namedFields = { ns: (row: Named) => row.namespace, source: (row: Named) => row.source };
const aliases = { namespace: "ns", cluster: "source", ip: "address", port: "ports" };

export const services: { columns: RecordColumn<ServiceRow>[]; fields: Fields<ServiceRow>; id: (row: ServiceRow) => string } = {
  columns: [
    name<ServiceRow>(), ...ofNamespace<ServiceRow>(),
    { key: "type", label: words.type, width: 110, narrow: true, value: (row) => row.type, cell: (row) => <WordCell word={row.type} /> },
    { key: "addresses", label: words.addresses, width: 150, value: (row) => row.addresses[0] ?? null, cell: (row) => <WordCell word={row.addresses.join(", ")} /> },
    { key: "ports", label: words.ports, width: 160, value: (row) => row.ports[0] ?? null, cell: (row) => <WordCell word={row.ports.join(", ")} /> },
    ofCluster<ServiceRow>(), age<ServiceRow>(),
  ],
  fields: { words: { name: (row) => row.name, type: (row) => row.type, address: (row) => row.addresses, ports: (row) => row.ports, ...namedFields }, aliases },
  id: (row) => `${row.source} ${row.namespace} ${row.name}`,
};

export const ingresses: { columns: RecordColumn<IngressRow>[]; fields: Fields<IngressRow>; id: (row: IngressRow) => string } = {
  columns: [
    name<IngressRow>(), ...ofNamespace<IngressRow>(),
    { key: "hosts", label: words.hosts, width: 240, narrow: true, value: (row) => row.hosts[0] ?? null, cell: (row) => <WordCell word={row.hosts.join(", ")} /> },
    { key: "class", label: words.class, width: 110, value: (row) => row.ingressClass, cell: (row) => <WordCell word={row.ingressClass} /> },
    { key: "addresses", label: words.addresses, width: 150, value: (row) => row.addresses[0] ?? null, cell: (row) => <WordCell word={row.addresses.join(", ")} /> },
    ofCluster<IngressRow>(), age<IngressRow>(),
  ],
  fields: { words: { name: (row) => row.name, host: (row) => row.hosts, class: (row) => row.ingressClass, address: (row) => row.addresses, ...namedFields }, aliases },
  id: (row) => `${row.source} ${row.namespace} ${row.name}`,
};

const phases: Record<string, Level> = { Bound: "ok", Available: "off", Released: "watch", Failed: "critical" };

export function levelOfVolume({ phase }: Pick<PersistentVolumeRow, "phase">): Level {
  return (Object.hasOwn(phases, phase) ? phases[phase] : undefined) ?? "unknown";
}

export const volumes: { columns: RecordColumn<PersistentVolumeRow>[]; fields: Fields<PersistentVolumeRow>; id: (row: PersistentVolumeRow) => string } = {
  columns: [
    name<PersistentVolumeRow>(),
    { key: "state", label: words.state, width: 110, narrow: true, value: (row) => row.phase, cell: (row) => <span className="cut" title={printable(row.message ?? row.phase)}><State level={levelOfVolume(row)}>{printable(row.phase)}</State></span> },
    { key: "size", label: words.size, width: 90, right: true, narrow: true, largestFirst: true, value: (row) => row.capacity, cell: (row) => <NumberCell value={row.capacity} format={bytes} /> },
    { key: "claim", label: words.claim, width: 200, value: (row) => row.claim, cell: (row) => <WordCell word={row.claim} /> },
    { key: "class", label: words.class, width: 110, value: (row) => row.storageClass, cell: (row) => <WordCell word={row.storageClass} /> },
    { key: "reclaim", label: words.reclaim, width: 110, value: (row) => row.reclaimPolicy, cell: (row) => <WordCell word={row.reclaimPolicy} /> },
    ofCluster<PersistentVolumeRow>(),
  ],
  fields: {
    words: { name: (row) => row.name, state: (row) => row.phase, claim: (row) => row.claim, class: (row) => row.storageClass, source: (row) => row.source },
    numbers: { size: { units: ["bytes"], value: (row) => row.capacity } }, aliases: { cluster: "source", status: "state", phase: "state", ns: "claim" },
  },
  id: (row) => `${row.source} ${row.name}`,
};

export const events: { columns: RecordColumn<EventRow>[]; fields: Fields<EventRow>; id: (row: EventRow) => string } = {
  columns: [
    { key: "reason", label: words.reason, width: 150, narrow: true, value: (row) => row.reason, cell: (row) => <State level={row.type === "Warning" ? "warning" : "off"}><bdi>{printable(row.reason)}</bdi></State> },
    { key: "object", label: words.object, width: 200, narrow: true, value: (row) => `${row.objectKind}/${row.objectName}`, cell: (row) => <WordCell word={`${row.objectKind}/${row.objectName}`} /> },
    ...ofNamespace<EventRow>(),
    { key: "message", label: words.message, width: 360, value: (row) => row.message, cell: (row) => <WordCell word={row.message} /> },
    { key: "count", label: words.count, width: 66, right: true, largestFirst: true, value: (row) => row.count, cell: (row) => <NumberCell value={row.count} /> },
    { key: "last", label: words.last, width: 66, right: true, narrow: true, largestFirst: true, value: (row) => (row.lastAt === null ? null : Date.parse(row.lastAt)), cell: (row) => <MomentCell at={row.lastAt} /> },
    ofCluster<EventRow>(),
  ],
  fields: {
    words: { reason: (row) => row.reason, object: (row) => `${row.objectKind}/${row.objectName}`, message: (row) => row.message, type: (row) => row.type, ...namedFields },
    numbers: { count: { units: ["count"], value: (row) => row.count }, age: { units: ["seconds"], value: (row, now) => ageSeconds(row.lastAt, now) } },
    aliases: { namespace: "ns", cluster: "source", name: "object", kind: "object" },
  },
  id: (row) => `${row.source} ${row.namespace} ${row.objectKind} ${row.objectName} ${row.reason} ${row.firstAt ?? ""} ${row.message}`,
};
