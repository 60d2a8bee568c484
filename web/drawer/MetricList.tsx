import { ago, byteRate, bytes, celsius, decimal, longDuration, percent } from "../app/format";
import { recent, useRecent } from "../app/recent";
import { useNow } from "../app/store";
import { text } from "../app/text";
import { levelOfShare, shareOf, type Share } from "../app/trouble";
import type { Kind, Measurement, MetricName, Resource } from "../app/types";
import { Meter } from "../chart/Meter";
import { Sparkline } from "../chart/Sparkline";
import { reasonSentence } from "../table/cells";
import { Measured } from "./Fact";

const drawn: readonly MetricName[] = ["cpu", "memoryUsed", "networkIn", "networkOut", "diskRead", "diskWrite"];

/** Metrics without a share or a rate, in the order they are listed in. */
const further: readonly { name: MetricName; format: (value: number) => string }[] = [
  { name: "dataLogical", format: bytes }, { name: "dataStored", format: bytes },
  { name: "queueLength", format: (value) => text.estate.counted(value) }, { name: "queueAge", format: longDuration },
  { name: "steal", format: percent }, { name: "processorPressure", format: percent }, { name: "memoryPressure", format: percent }, { name: "ioPressure", format: percent },
  { name: "networkErrors", format: decimal }, { name: "networkDrops", format: decimal },
  { name: "reallocatedSectors", format: whole }, { name: "pendingSectors", format: whole }, { name: "mediaErrors", format: whole }, { name: "linkErrors", format: whole },
  { name: "restarts", format: whole }, { name: "processes", format: whole }, { name: "zfsCache", format: bytes },
  { name: "mailIn", format: whole }, { name: "mailOut", format: whole }, { name: "mailSpam", format: whole }, { name: "mailVirus", format: whole },
];

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** When nothing is measured any more, for one and the same reason, it is said once and not at every figure. */
function commonTrouble(resource: Resource): Measurement | null {
  // Totals are sizes, which stay known.
  const all = Object.entries(resource.metrics).filter(([name]) => !name.endsWith("Total")).map(([, one]) => one);
  const first = all[0];
  if (!first?.quality || first.quality === "estimated" || all.length < 2) return null;
  return all.every((one) => one.quality === first.quality && one.reason === first.reason) ? first : null;
}

/** All metrics a thing has, each with its last minutes and what it is worth. */
export function MetricList({ resource }: { resource: Resource }) {
  useRecent(drawn);
  const now = useNow();
  const common = commonTrouble(resource);
  const said = common !== null;
  const { metrics, lastSeen, id } = resource;
  const rate = (name: MetricName): JSX.Element | null => {
    const measurement = metrics[name];
    return measurement ? <MetricRow said={said} kind={resource.kind} id={id} name={name} label={text.metrics[name] ?? name} measurement={measurement} lastSeen={lastSeen} format={byteRate} /> : null;
  };
  return (
    <div className="metrics">
      {common ? (
        <p className="why">
          {common.quality === "stale" ? `${text.qualities.allStale(ago(common.at ?? lastSeen, now))} ` : ""}{reasonSentence(common.reason, resource.kind)}
        </p>
      ) : null}
      <ShareRow said={said} resource={resource} share="cpu" name="cpu" />
      {metrics.ioWait ? <MetricRow said={said} kind={resource.kind} id={id} name="ioWait" label={text.metrics.ioWait ?? ""} measurement={metrics.ioWait} lastSeen={lastSeen} format={percent} /> : null}
      {metrics.memoryUsed && !metrics.memoryTotal
        ? <MetricRow said={said} kind={resource.kind} id={id} name="memoryUsed" label={text.metrics.memoryUsed ?? ""} measurement={metrics.memoryUsed} lastSeen={lastSeen} format={bytes} />
        : <ShareRow said={said} resource={resource} share="memory" name="memoryUsed" total="memoryTotal" />}
      {metrics.swapUsed ? <MetricRow said={said} kind={resource.kind} id={id} name="swapUsed" label={text.metrics.swapUsed ?? ""} measurement={metrics.swapUsed} lastSeen={lastSeen} format={amountOf(metrics.swapTotal)} /> : null}
      <ShareRow said={said} resource={resource} share="disk" name="diskUsed" total="diskTotal" />
      <ShareRow said={said} resource={resource} share="metadata" name="metadataUsed" total="metadataTotal" />
      <ShareRow said={said} resource={resource} share="wear" name="wear" />
      {further.map(({ name, format }) => {
        const measurement = metrics[name];
        return measurement ? <MetricRow key={name} said={said} kind={resource.kind} id={id} name={name} label={text.metrics[name] ?? name} measurement={measurement} lastSeen={lastSeen} format={format} /> : null;
      })}
      {rate("networkIn")}{rate("networkOut")}{rate("diskRead")}{rate("diskWrite")}
      {metrics.load1 ? <MetricRow said={said} kind={resource.kind} id={id} name="load1" label={text.metrics.load1 ?? ""} measurement={metrics.load1} lastSeen={lastSeen} format={decimal} /> : null}
      {metrics.temperature ? <MetricRow said={said} kind={resource.kind} id={id} name="temperature" label={text.metrics.temperature ?? ""} measurement={metrics.temperature} lastSeen={lastSeen} format={celsius} /> : null}
    </div>
  );
}

function amountOf(total: Measurement | undefined): (value: number) => string {
  if (total?.value === 0) return () => text.none;
  return (value) => (typeof total?.value === "number" ? text.of(bytes(value), bytes(total.value)) : bytes(value));
}

function ShareRow({ resource, share, name, total, said }: { said: boolean; resource: Resource; share: Share; name: MetricName; total?: MetricName }) {
  const measurement = shareOf(resource, share);
  if (!measurement) return null;
  const used = resource.metrics[name];
  const whole = total ? resource.metrics[total] : undefined;
  const value = measurement.quality === "unknown" ? null : measurement.value;
  const rough = measurement.quality === "estimated" || measurement.quality === "stale";
  // Without a share there may still be an amount: of a stopped guest, or a disk of which only the size is known.
  const amounts = typeof used?.value === "number" && total ? amountOf(whole)(used.value) : typeof whole?.value === "number" ? text.of("–", bytes(whole.value)) : null;
  return (
    <div className="metric">
      <span className="metric-name">{text.metrics[name]}</span>
      <span className="metric-value">
        <Measured said={said} kind={resource.kind} measurement={measurement} lastSeen={resource.lastSeen} format={percent}>
          {amounts ? <span className="muted figure">{amounts}</span> : null}
          <Meter value={value} level={value === null ? "unknown" : rough ? "ok" : levelOfShare(share, value)} rough={rough} />
        </Measured>
      </span>
      <span className="metric-line">{drawn.includes(name) ? <Line id={resource.id} name={name} top={share === "cpu" ? 1 : whole?.value ?? null} /> : null}</span>
    </div>
  );
}

interface MetricRowProps {
  id: string;
  name: MetricName;
  label: string;
  said: boolean;
  kind: Kind;
  measurement: Measurement;
  lastSeen: string;
  format: (value: number) => string;
}

function MetricRow({ id, name, label, said, kind, measurement, lastSeen, format }: MetricRowProps) {
  return (
    <div className="metric">
      <span className="metric-name">{label}</span>
      <span className="metric-value"><Measured said={said} kind={kind} measurement={measurement} lastSeen={lastSeen} format={format} /></span>
      <span className="metric-line">{drawn.includes(name) ? <Line id={id} name={name} top={null} /> : null}</span>
    </div>
  );
}

function Line({ id, name, top }: { id: string; name: MetricName; top: number | null }) {
  return <Sparkline values={recent.read(id, name)} version={recent.version} top={top} width={120} height={24} />;
}
