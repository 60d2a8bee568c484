import type { ForecastPoint, Points } from "../app/types";

/** From time and value to the screen. */
export interface Projection {
  x(at: number): number;
  y(value: number): number;
}

const place = (value: number): string => value.toFixed(1);

/** The line of the averages; gaps stay gaps, and a value between two of them is a dot. */
export function linePath(points: Points, { x, y }: Projection): string {
  let path = "";
  let drawing = false;
  points.t.forEach((at, index) => {
    const value = points.avg[index] ?? null;
    if (value === null) {
      drawing = false;
      return;
    }
    const alone = !drawing && (points.avg[index + 1] ?? null) === null;
    path += `${drawing ? "L" : "M"}${place(x(at))} ${place(y(value))}${alone ? "h.01" : ""}`;
    drawing = true;
  });
  return path;
}

/** The area between the smallest and largest values, one closed piece between two gaps. */
export function bandPath(points: Points, projection: Projection): string {
  return pieces(points).map((piece) => areaPath(piece.map((index) => ({
    at: points.t[index] ?? 0, low: points.min[index] ?? points.avg[index] ?? 0, high: points.max[index] ?? points.avg[index] ?? 0,
  })), projection)).join("");
}

/** Runs of indices without a gap in them. */
function pieces(points: Points): number[][] {
  const all: number[][] = [];
  let open: number[] | null = null;
  points.t.forEach((_, index) => {
    if ((points.avg[index] ?? null) === null) {
      open = null;
      return;
    }
    if (open === null) all.push((open = []));
    open.push(index);
  });
  return all;
}

function areaPath(edges: { at: number; low: number; high: number }[], { x, y }: Projection): string {
  if (edges.length < 2 || edges.every((edge) => edge.low === edge.high)) return "";
  const upper = edges.map((edge) => `${place(x(edge.at))} ${place(y(edge.high))}`);
  const lower = edges.map((edge) => `${place(x(edge.at))} ${place(y(edge.low))}`).reverse();
  return `M${upper.join("L")}L${lower.join("L")}Z`;
}

export function forecastPath(line: readonly ForecastPoint[], { x, y }: Projection): string {
  return line.map((point, index) => `${index === 0 ? "M" : "L"}${place(x(point.t))} ${place(y(point.value))}`).join("");
}

export function forecastBand(line: readonly ForecastPoint[], projection: Projection): string {
  return areaPath(line.map((point) => ({ at: point.t, low: point.low, high: point.high })), projection);
}
