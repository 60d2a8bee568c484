import type { Delta, MetricName, ValueColumns } from "./types";

/**
 * Numbers of one event, as the page takes them: columns of plain numbers cross from the worker to a tab as a block of memory, where five
 * thousand rows of objects would cost each tab a frame. NaN where nothing was said.
 */
export interface PackedValues {
  handles: Uint32Array;
  columns: { metric: MetricName; values: Float64Array }[];
}

export type PackedDelta = Omit<Delta, "values"> & { values?: PackedValues };

/** Shares, which travel in thousandths. */
const thousandths: ReadonlySet<string> = new Set(["cpu", "ioWait", "wear", "steal", "processorPressure", "memoryPressure", "ioPressure"]);

export function pack(delta: Delta): PackedDelta {
  const { values, ...rest } = delta;
  return values ? { ...rest, values: packValues(values) } : rest;
}

/** Resources that reach a tab in one message. A cluster that goes away changes all of its guests at once, and five megabytes are copied in one go. */
const most = 100;

/** The same change in messages of which none takes long to read. What is gone comes first, what a source says of the rest comes last. */
export function pieces(delta: PackedDelta): PackedDelta[] {
  const { removed, resources = [], ...rest } = delta;
  if (resources.length <= most) return [delta];
  const { sequence, at } = delta;
  const parts: PackedDelta[] = [];
  for (let from = 0; from < resources.length; from += most) parts.push({ sequence, at, resources: resources.slice(from, from + most) });
  return [...(removed ? [{ sequence, at, removed }] : []), ...parts, rest];
}

function packValues(values: ValueColumns): PackedValues {
  const handles = Uint32Array.from(parseHandles(values.handles));
  const columns = Object.entries(values)
    .filter((entry): entry is [MetricName, (number | null)[]] => Array.isArray(entry[1]))
    .map(([metric, column]) => ({ metric, values: packColumn(column, handles.length, thousandths.has(metric) ? 1000 : 1) }));
  return { handles, columns };
}

function packColumn(column: readonly (number | null)[], rows: number, divisor: number): Float64Array {
  const packed = new Float64Array(rows).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const value = column[row];
    if (typeof value === "number") packed[row] = value / divisor;
  }
  return packed;
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
