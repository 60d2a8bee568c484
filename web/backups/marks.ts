import type { FailedBackupTask, RestorePoint } from "../app/api-types";

export type PointState = "verified" | "good" | "bad";

export function stateOf(point: Pick<RestorePoint, "good" | "verified">): PointState {
  return !point.good ? "bad" : point.verified ? "verified" : "good";
}

export interface Mark {
  /** 0 is the oldest moment, 1 is now. */
  x: number;
  state: PointState | "failure";
  at: string;
}

/** Marks of restore points and failed tasks on one axis that ends now, in their order; what has no readable time is left out. */
export function marksOf(points: readonly RestorePoint[], failures: readonly FailedBackupTask[], now: number): Mark[] {
  const moments = [
    ...points.map((point) => ({ at: point.at, time: Date.parse(point.at), state: stateOf(point) as Mark["state"] })),
    ...failures.map((failure) => ({ at: failure.at, time: Date.parse(failure.at), state: "failure" as Mark["state"] })),
  ].filter(({ time }) => !Number.isNaN(time)).sort((a, b) => a.time - b.time);
  const oldest = moments[0]?.time ?? now;
  // A server whose clock is ahead must not draw beyond the edge.
  const span = Math.max(1, now - oldest);
  return moments.map(({ at, time, state }) => ({ at, state, x: Math.min(1, (time - oldest) / span) }));
}
