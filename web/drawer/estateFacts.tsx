import { absolute, bytes, decimal, longDuration, percent, printable } from "../app/format";
import { healthWord, levelOfHealth } from "../app/condition";
import { Ago, State } from "../app/parts";
import { text } from "../app/text";
import type { CephFacts, DatastoreFacts, DiskAttribute, DiskFacts, MailFacts, PoolDevice, PoolFacts } from "../app/types";
import { PlainTable } from "../table/PlainTable";
import { Fact } from "./Fact";

const words = text.estate.facts;

interface Told<Facts> {
  facts: Facts;
  at: string;
}

function named(value: string | null): JSX.Element | null {
  return value === null || value === "" ? null : <bdi>{printable(value)}</bdi>;
}

function number(value: number | null): JSX.Element | null {
  return value === null ? null : <span className="figure">{value.toLocaleString("en")}</span>;
}

function size(value: number | null): JSX.Element | null {
  return value === null ? null : <span className="figure">{bytes(value)}</span>;
}

function moment(at: string | null): JSX.Element | null {
  return at === null ? null : <Ago at={at} fine />;
}

/** Health as a shape and the product's own word; unknown when nobody said. */
export function Health({ word }: { word: string | null }) {
  return <State level={levelOfHealth(word)}>{word === null ? text.drawer.notKnown : printable(healthWord(word))}</State>;
}

export function DatastoreFactList({ facts, at }: Told<DatastoreFacts>) {
  return (
    <>
      {facts.error ? <Fact label={words.error} at={at}>{named(facts.error)}</Fact> : null}
      <Fact label={words.maintenance} at={at}>{facts.maintenance === null ? text.estate.none : named(facts.maintenance)}</Fact>
      {/* Null also where the server has too little history, which says nothing of how full it will be. */}
      <Fact label={words.estimatedFullAt} at={at}>{facts.estimatedFullAt === null ? text.estate.noEstimate : <span className="figure">{absolute(facts.estimatedFullAt)}</span>}</Fact>
      <Fact label={words.collectedAt} at={at}>{moment(facts.collectedAt)}</Fact>
      <Fact label={words.pendingBytes} at={at}>{size(facts.pendingBytes)}</Fact>
      <Fact label={words.removedBytes} at={at}>{size(facts.removedBytes)}</Fact>
      <Fact label={words.badChunks} at={at}>{number(facts.badChunks)}</Fact>
      <Fact label={words.groups} at={at}>{number(facts.groups)}</Fact>
      <Fact label={words.snapshots} at={at}>{number(facts.snapshots)}</Fact>
      {facts.mountStatus ? <Fact label={words.mountStatus} at={at}>{named(facts.mountStatus)}</Fact> : null}
      {facts.backend ? <Fact label={words.backend} at={at}>{named(facts.backend)}</Fact> : null}
      {facts.comment ? <Fact label={words.comment} at={at}>{named(facts.comment)}</Fact> : null}
    </>
  );
}

export function PoolFactList({ facts, at }: Told<PoolFacts>) {
  const isZFS = facts.type === "zfs";
  return (
    <>
      <Fact label={words.type} at={at}>{text.estate.poolTypes[facts.type] ?? facts.type}</Fact>
      <Fact label={text.drawer.node} at={at}>{named(facts.node)}</Fact>
      {isZFS || facts.health !== null ? <Fact label={words.health} at={at}><Health word={facts.health} /></Fact> : null}
      {isZFS ? (
        <>
          <Fact label={words.scrubbedAt} at={at}>{moment(facts.scrubbedAt)}</Fact>
          <Fact label={words.scan} at={at}>{named(facts.scan)}</Fact>
          <Fact label={words.errors} at={at}>{named(facts.errors)}</Fact>
          {facts.action ? <Fact label={words.action} at={at}>{named(facts.action)}</Fact> : null}
          <Fact label={words.fragmentation} at={at}>{facts.fragmentation === null ? null : <span className="figure">{percent(facts.fragmentation)}</span>}</Fact>
          <Fact label={words.deduplication} at={at}>{facts.deduplication === null ? null : <span className="figure">{text.estate.dedupFactor(decimal(facts.deduplication))}</span>}</Fact>
        </>
      ) : null}
    </>
  );
}

export function DiskFactList({ facts, at }: Told<DiskFacts>) {
  return (
    <>
      <Fact label={words.health} at={at}><Health word={facts.health} /></Fact>
      <Fact label={text.drawer.node} at={at}>{named(facts.node)}</Fact>
      <Fact label={words.device} at={at}><code className="break">{printable(facts.device)}</code></Fact>
      <Fact label={words.type} at={at}>{named(facts.type)}</Fact>
      <Fact label={words.model} at={at}>{named(facts.model)}</Fact>
      {facts.vendor ? <Fact label={words.vendor} at={at}>{named(facts.vendor)}</Fact> : null}
      <Fact label={words.serial} at={at}>{named(facts.serial)}</Fact>
      <Fact label={words.size} at={at}>{size(facts.size)}</Fact>
      <Fact label={words.rotations} at={at}>{facts.rotations === null ? null : text.estate.rotations(facts.rotations)}</Fact>
      <Fact label={words.usage} at={at}>{named(facts.usage)}</Fact>
      {facts.osd === null ? null : <Fact label={words.osd} at={at}>{text.estate.osdNumber(facts.osd)}</Fact>}
      <Fact label={words.powerOn} at={at}>{facts.powerOnSeconds === null ? null : <span className="figure">{longDuration(facts.powerOnSeconds)}</span>}</Fact>
      <Fact label={words.mediaErrors} at={at}>{number(facts.mediaErrors)}</Fact>
    </>
  );
}

function share(some: number | null, all: number | null): JSX.Element | null {
  return some === null || all === null ? null : <span className="figure">{text.estate.ofTotal(some, all)}</span>;
}

export function CephFactList({ facts, at }: Told<CephFacts>) {
  return (
    <>
      <Fact label={words.health} at={at}><Health word={facts.health} /></Fact>
      <Fact label={words.osdsUp} at={at}>{share(facts.osdsUp, facts.osdsTotal)}</Fact>
      <Fact label={words.osdsIn} at={at}>{share(facts.osdsIn, facts.osdsTotal)}</Fact>
      <Fact label={words.monitors} at={at}>{share(facts.monitorsInQuorum, facts.monitorsTotal)}</Fact>
      <Fact label={words.placementGroups} at={at}>{number(facts.placementGroups)}</Fact>
      <Fact label={words.version} at={at}>{named(facts.version)}</Fact>
    </>
  );
}

export function MailFactList({ facts, at }: Told<MailFacts>) {
  return (
    <>
      <Fact label={words.nodes} at={at}>{share(facts.nodesReachable, facts.nodesTotal)}</Fact>
      <Fact label={words.spamQuarantine} at={at}>{number(facts.spamQuarantine)}</Fact>
      <Fact label={words.virusQuarantine} at={at}>{number(facts.virusQuarantine)}</Fact>
    </>
  );
}

const deviceWords = text.estate.devices;

const errorCount = (value: number | null): JSX.Element => (value === null ? <span className="muted">–</span> : <span className={value > 0 ? "strong" : ""}>{value.toLocaleString("en")}</span>);

/** What a pool consists of, as `zpool status` draws it. */
export function PoolDevices({ devices }: { devices: PoolDevice[] | null }) {
  if (devices === null) return <p className="muted">{deviceWords.unknown}</p>;
  if (devices.length === 0) return <p className="muted">{deviceWords.none}</p>;
  return (
    <>
      <p className="muted">{deviceWords.lead}</p>
      <PlainTable
        label={deviceWords.label}
        items={devices.map((device, index) => ({ ...device, index }))}
        id={(device) => `${device.index}`}
        columns={[
          { key: "device", label: deviceWords.name, cell: (device) => <code className="break" style={{ paddingLeft: Math.min(device.depth, 6) * 12 }}><bdi>{printable(device.name)}</bdi></code> },
          { key: "state", label: deviceWords.state, cell: (device) => <><Health word={device.state} />{device.message ? <div className="muted"><bdi>{printable(device.message)}</bdi></div> : null}</> },
          { key: "read", label: deviceWords.read, right: true, cell: (device) => errorCount(device.readErrors) },
          { key: "write", label: deviceWords.write, right: true, cell: (device) => errorCount(device.writeErrors) },
          { key: "checksum", label: deviceWords.checksum, right: true, cell: (device) => errorCount(device.checksumErrors) },
        ]}
      />
    </>
  );
}

const attributeWords = text.estate.attributes;

export function DiskAttributes({ attributes }: { attributes: DiskAttribute[] | null }) {
  if (attributes === null) return <p className="muted">{attributeWords.unknown}</p>;
  if (attributes.length === 0) return <p className="muted">{attributeWords.none}</p>;
  // NVMe tells values in words; a column of dashes would take the room of their names.
  const graded = attributes.some((one) => one.value !== null || one.threshold !== null);
  const failing = attributes.some((one) => one.failure !== null && one.failure !== "-");
  const grade = (value: number | null): string => value?.toString() ?? "–";
  return (
    <PlainTable
      label={attributeWords.label}
      items={attributes.map((attribute, index) => ({ ...attribute, index }))}
      id={(attribute) => `${attribute.index}`}
      columns={[
        { key: "attribute", label: attributeWords.name, cell: (one) => <bdi>{one.id === null ? "" : `${one.id} `}{printable(one.name)}</bdi> },
        ...(graded ? [
          { key: "value", label: attributeWords.value, right: true, cell: (one: DiskAttribute) => grade(one.value) },
          { key: "worst", label: attributeWords.worst, right: true, cell: (one: DiskAttribute) => grade(one.worst) },
          { key: "threshold", label: attributeWords.threshold, right: true, cell: (one: DiskAttribute) => grade(one.threshold) },
        ] : []),
        { key: "raw", label: attributeWords.raw, right: true, cell: (one) => (one.raw === null ? <span className="muted">–</span> : <bdi>{printable(one.raw)}</bdi>) },
        ...(failing ? [{ key: "failure", label: attributeWords.failure, cell: (one: DiskAttribute) => (one.failure === null || one.failure === "-" ? null : <State level="critical"><bdi>{printable(one.failure)}</bdi></State>) }] : []),
      ]}
    />
  );
}
