import { bytes, printable } from "../app/format";
import { Name, State } from "../app/parts";
import type { ImageRow, NetworkRow, SwarmNodeRow, VolumeRow } from "../app/records-api";
import type { Level } from "../app/trouble";
import type { Fields } from "../records/filter";
import type { RecordColumn } from "../records/RecordList";
import { MomentCell, NumberCell, WordCell } from "../table/cells";
import { dockerWords } from "./text-docker";

// Columns and filter of the lists of engines.

const words = dockerWords.columns;

interface OfEngine {
  source: string;
  host: string | null;
  engine: string;
}

function where<Row extends OfEngine>(): RecordColumn<Row>[] {
  return [
    { key: "host", label: words.host, width: 120, value: (row) => row.host ?? row.source, cell: (row) => <WordCell word={row.host ?? row.source} /> },
    { key: "engine", label: words.engine, width: 80, value: (row) => row.engine, cell: (row) => <WordCell word={row.engine} /> },
  ];
}

const whereFields = { host: (row: OfEngine) => row.host ?? row.source, source: (row: OfEngine) => row.source, engine: (row: OfEngine) => row.engine };

function size(value: number | null): JSX.Element {
  return <NumberCell value={value} format={bytes} />;
}

function time(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}

const nameOfImage = (row: ImageRow): string => row.tags[0] ?? dockerWords.untagged;

export const images: { columns: RecordColumn<ImageRow>[]; fields: Fields<ImageRow>; id: (row: ImageRow) => string } = {
  columns: [
    { key: "name", label: words.tags, width: 260, narrow: true, value: nameOfImage, cell: (row) => (row.tags.length === 0 ? <span className="muted">{dockerWords.untagged}</span> : <Name className="strong">{row.tags.join(", ")}</Name>) },
    { key: "size", label: words.size, width: 90, right: true, narrow: true, largestFirst: true, value: (row) => row.size, cell: (row) => size(row.size) },
    { key: "containers", label: words.used, width: 90, right: true, narrow: true, largestFirst: true, value: (row) => row.containers, cell: (row) => <NumberCell value={row.containers} /> },
    { key: "created", label: words.created, width: 80, right: true, value: (row) => time(row.createdAt), cell: (row) => <MomentCell at={row.createdAt} /> },
    ...where<ImageRow>(),
    { key: "id", label: "Id", width: 130, value: (row) => row.imageID, cell: (row) => <code title={printable(row.imageID)}>{printable(row.imageID.replace(/^sha256:/, "").slice(0, 12))}</code> },
  ],
  fields: {
    words: { name: (row) => row.tags, id: (row) => row.imageID, ...whereFields },
    numbers: { size: { units: ["bytes"], value: (row) => row.size }, containers: { units: ["count"], value: (row) => row.containers } },
    aliases: { tag: "name", image: "name", used: "containers" },
  },
  id: (row) => `${row.source} ${row.engine} ${row.imageID}`,
};

export const volumes: { columns: RecordColumn<VolumeRow>[]; fields: Fields<VolumeRow>; id: (row: VolumeRow) => string } = {
  columns: [
    { key: "name", label: words.name, width: 240, narrow: true, value: (row) => row.name, cell: (row) => <Name className="strong">{row.name}</Name> },
    { key: "size", label: words.size, width: 90, right: true, narrow: true, largestFirst: true, value: (row) => row.size, cell: (row) => size(row.size) },
    { key: "containers", label: words.used, width: 90, right: true, narrow: true, largestFirst: true, value: (row) => row.containers, cell: (row) => <NumberCell value={row.containers} /> },
    { key: "project", label: words.project, width: 120, value: (row) => row.project, cell: (row) => <WordCell word={row.project} /> },
    { key: "driver", label: words.driver, width: 80, value: (row) => row.driver, cell: (row) => <WordCell word={row.driver} /> },
    ...where<VolumeRow>(),
    { key: "mountpoint", label: words.mountpoint, width: 220, value: (row) => row.mountpoint, cell: (row) => <WordCell word={row.mountpoint} /> },
  ],
  fields: {
    words: { name: (row) => row.name, project: (row) => row.project, driver: (row) => row.driver, ...whereFields },
    numbers: { size: { units: ["bytes"], value: (row) => row.size }, containers: { units: ["count"], value: (row) => row.containers } },
    aliases: { used: "containers" },
  },
  id: (row) => `${row.source} ${row.engine} ${row.name}`,
};

export const networks: { columns: RecordColumn<NetworkRow>[]; fields: Fields<NetworkRow>; id: (row: NetworkRow) => string } = {
  columns: [
    { key: "name", label: words.name, width: 220, narrow: true, value: (row) => row.name, cell: (row) => <Name className="strong">{row.name}</Name> },
    { key: "driver", label: words.driver, width: 90, narrow: true, value: (row) => row.driver, cell: (row) => <WordCell word={row.driver} /> },
    { key: "scope", label: words.scope, width: 80, value: (row) => row.scope, cell: (row) => <WordCell word={row.scope} /> },
    { key: "subnets", label: words.subnets, width: 180, narrow: true, value: (row) => row.subnets[0] ?? null, cell: (row) => <WordCell word={row.subnets.join(", ")} /> },
    { key: "internal", label: words.internal, width: 80, value: (row) => (row.isInternal === true ? 1 : 0), cell: (row) => <WordCell word={row.isInternal === true ? dockerWords.internal : null} /> },
    ...where<NetworkRow>(),
  ],
  fields: { words: { name: (row) => row.name, driver: (row) => row.driver, scope: (row) => row.scope, subnet: (row) => row.subnets, ...whereFields }, aliases: { ip: "subnet", address: "subnet" } },
  id: (row) => `${row.source} ${row.engine} ${row.networkID}`,
};

const nodeLevels: Record<string, Level> = { ready: "ok", down: "critical", disconnected: "critical", unknown: "unknown" };

export function levelOfSwarmNode({ state }: Pick<SwarmNodeRow, "state">): Level {
  return (state !== null && Object.hasOwn(nodeLevels, state) ? nodeLevels[state] : undefined) ?? "unknown";
}

export const swarmNodes: { columns: RecordColumn<SwarmNodeRow>[]; fields: Fields<SwarmNodeRow>; id: (row: SwarmNodeRow) => string } = {
  columns: [
    { key: "name", label: words.name, width: 200, narrow: true, value: (row) => row.hostname, cell: (row) => <Name className="strong">{row.hostname}</Name> },
    { key: "state", label: words.state, width: 110, narrow: true, value: (row) => row.state, cell: (row) => <State level={levelOfSwarmNode(row)}>{printable(row.state ?? "–")}</State> },
    { key: "role", label: words.role, width: 130, narrow: true, value: (row) => row.role, cell: (row) => <WordCell word={[row.role, row.isLeader === true ? dockerWords.leader : null].filter((one) => one !== null).join(", ")} /> },
    { key: "availability", label: words.availability, width: 100, value: (row) => row.availability, cell: (row) => <WordCell word={row.availability} /> },
    { key: "address", label: words.address, width: 130, value: (row) => row.address, cell: (row) => <WordCell word={row.address} /> },
    { key: "version", label: words.version, width: 100, value: (row) => row.engineVersion, cell: (row) => <WordCell word={row.engineVersion} /> },
    { key: "host", label: words.host, width: 120, value: (row) => row.host ?? row.source, cell: (row) => <WordCell word={row.host ?? row.source} /> },
  ],
  fields: { words: { name: (row) => row.hostname, state: (row) => row.state, role: (row) => row.role, availability: (row) => row.availability, address: (row) => row.address, ...whereFields }, aliases: { status: "state", ip: "address" } },
  id: (row) => `${row.source} ${row.nodeID}`,
};
