import type { PackedDelta, PackedValues } from "./packed";
import { atOnce, stride, type Job } from "./slices";
import type { MetricName, Resource, Snapshot, SourceReport } from "./types";

/** What one event changed, so that only those who show it hear of it. */
export interface Changes {
  /** Resources of which only numbers changed. */
  values: string[];
  /** Resources that are new, replaced or gone. */
  replaced: string[];
  removed: string[];
  sources: boolean;
}

/** The estate as the server last told it: a snapshot with every delta since applied in order. Holds no subscriptions and does no I/O. */
export class Fleet {
  sequence = -1;
  at = "";
  demo = false;
  readonly resources = new Map<string, Resource>();
  readonly sources = new Map<string, SourceReport>();
  private readonly byHandle = new Map<number, Resource>();

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

  apply(delta: PackedDelta): Changes {
    return atOnce(this.applying(delta));
  }

  /** As `apply`, row by row; between two rows anything may happen but another change of the fleet. */
  *applying(delta: PackedDelta): Job<Changes> {
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
      yield "soon";
    }
    if (delta.values) yield* this.applyValues(delta.values, delta.at, changes);
    for (const source of delta.sources ?? []) yield* this.vouch(source);
    return changes;
  }

  /** What a source's answer did not change is not sent again, and yet was seen again: only its age has to move. */
  private *vouch(source: SourceReport): Job {
    const at = source.lastAnswerAt;
    if (at === null) return;
    let looked = 0;
    for (const resource of this.resources.values()) {
      if (resource.source === source.source && resource.status !== "unknown" && at > resource.lastSeen) resource.lastSeen = at;
      if (++looked % stride === 0) yield "soon";
    }
  }

  private put(resource: Resource): void {
    const former = this.resources.get(resource.id);
    if (former?.handle !== undefined && former.handle !== resource.handle) this.byHandle.delete(former.handle);
    this.resources.set(resource.id, resource);
    if (resource.handle !== undefined) this.byHandle.set(resource.handle, resource);
  }

  private remove(id: string, changes: Changes): void {
    const resource = this.resources.get(id);
    if (!resource) return;
    this.resources.delete(id);
    if (resource.handle !== undefined) this.byHandle.delete(resource.handle);
    changes.removed.push(id);
  }

  private *applyValues({ handles, columns }: PackedValues, at: string, changes: Changes): Job {
    for (let row = 0; row < handles.length; row++) {
      const resource = this.byHandle.get(handles[row] ?? -1);
      if (!resource) continue;
      resource.lastSeen = at;
      for (const { metric, values } of columns) {
        const value = values[row];
        if (value !== undefined && !Number.isNaN(value)) setValue(resource, metric, value);
      }
      changes.values.push(resource.id);
      if (row % stride === 0) yield "soon";
    }
  }
}

/**
 * A number of the stream is measured, or estimated where it was that before. Written in place where nothing else changes: a new object per
 * figure keeps the collector busy, and one that loses properties takes several times the memory.
 */
function setValue(resource: Resource, metric: MetricName, value: number): void {
  const former = resource.metrics[metric];
  if (former && former.at === undefined && (former.quality === undefined || former.quality === "estimated")) former.value = value;
  else if (former?.quality !== "estimated") resource.metrics[metric] = { value };
  else resource.metrics[metric] = { value, quality: "estimated", ...(former.reason === undefined ? {} : { reason: former.reason }) };
}
