import type { Delta, MetricName, Resource, Snapshot, SourceReport, ValueColumns } from "./types";

/** What one event changed, so that only those who show it hear of it. */
export interface Changes {
  /** Resources of which only numbers changed. */
  values: string[];
  /** Resources that are new, replaced or gone. */
  replaced: string[];
  removed: string[];
  sources: boolean;
}

/** Metrics that travel in thousandths. */
const thousandths: ReadonlySet<string> = new Set(["cpu", "ioWait"]);

/** The estate as the server last told it: a snapshot with every delta since applied in order. Holds no subscriptions and does no I/O. */
export class Fleet {
  sequence = -1;
  at = "";
  demo = false;
  readonly resources = new Map<string, Resource>();
  readonly sources = new Map<string, SourceReport>();
  private readonly byHandle = new Map<number, string>();

  reset(snapshot: Snapshot): void {
    this.sequence = snapshot.sequence;
    this.at = snapshot.at;
    this.demo = snapshot.demo;
    this.resources.clear();
    this.sources.clear();
    this.byHandle.clear();
    for (const source of snapshot.sources) this.sources.set(source.source, source);
    for (const resource of snapshot.resources) this.put(resource);
  }

  snapshot(): Snapshot {
    return {
      sequence: this.sequence,
      at: this.at,
      demo: this.demo,
      sources: [...this.sources.values()],
      resources: [...this.resources.values()],
    };
  }

  apply(delta: Delta): Changes {
    const changes: Changes = { values: [], replaced: [], removed: [], sources: false };
    this.sequence = delta.sequence;
    this.at = delta.at;
    for (const id of delta.removed ?? []) this.remove(id, changes);
    for (const source of delta.removedSources ?? []) changes.sources = this.sources.delete(source) || changes.sources;
    for (const source of delta.sources ?? []) {
      this.sources.set(source.source, source);
      changes.sources = true;
    }
    for (const resource of delta.resources ?? []) {
      this.put(resource);
      changes.replaced.push(resource.id);
    }
    if (delta.values) this.applyValues(delta.values, delta.at, changes);
    for (const source of delta.sources ?? []) this.vouch(source);
    return changes;
  }

  /** What a source's answer did not change is not sent again, and yet was seen again: only its age has to move. */
  private vouch(source: SourceReport): void {
    const at = source.lastAnswerAt;
    if (at === null) return;
    for (const resource of this.resources.values()) {
      if (resource.source === source.source && resource.status !== "unknown" && at > resource.lastSeen) resource.lastSeen = at;
    }
  }

  private put(resource: Resource): void {
    const former = this.resources.get(resource.id);
    if (former?.handle !== undefined && former.handle !== resource.handle) this.byHandle.delete(former.handle);
    this.resources.set(resource.id, resource);
    if (resource.handle !== undefined) this.byHandle.set(resource.handle, resource.id);
  }

  private remove(id: string, changes: Changes): void {
    const resource = this.resources.get(id);
    if (!resource) return;
    this.resources.delete(id);
    if (resource.handle !== undefined) this.byHandle.delete(resource.handle);
    changes.removed.push(id);
  }

  private applyValues(values: ValueColumns, at: string, changes: Changes): void {
    const handles = parseHandles(values.handles);
    const columns = Object.entries(values).filter((entry): entry is [MetricName, (number | null)[]] => Array.isArray(entry[1]));
    handles.forEach((handle, row) => {
      const id = this.byHandle.get(handle);
      const resource = id === undefined ? undefined : this.resources.get(id);
      if (!resource) return;
      resource.lastSeen = at;
      for (const [metric, column] of columns) {
        const value = column[row];
        if (value !== null && value !== undefined) setValue(resource, metric, value);
      }
      changes.values.push(resource.id);
    });
  }
}

/** A number of the stream is measured, or estimated where it was that before. */
function setValue(resource: Resource, metric: MetricName, wire: number): void {
  const value = thousandths.has(metric) ? wire / 1000 : wire;
  const former = resource.metrics[metric];
  resource.metrics[metric] =
    former?.quality === "estimated" && former.reason !== undefined
      ? { value, quality: "estimated", reason: former.reason }
      : former?.quality === "estimated" ? { value, quality: "estimated" } : { value };
}

/** `0-4,7,9` → [0, 1, 2, 3, 4, 7, 9]. Nonsense yields nothing rather than a wrong row. */
export function parseHandles(text: string): number[] {
  const handles: number[] = [];
  if (text === "") return handles;
  for (const part of text.split(",")) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) continue;
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    if (last - first > 1_000_000) continue;
    for (let handle = first; handle <= last; handle++) handles.push(handle);
  }
  return handles;
}
