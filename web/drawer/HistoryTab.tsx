import { lazy, Suspense } from "react";
import { Boundary, Loading } from "../app/parts";
import type { Charted } from "../chart/plan";

/** How long a script may take before it counts as never coming, milliseconds. */
const patience = 20_000;

// The charts are a script of their own, so that a visit that only glances does not pay for them.
const Charts = lazy(() => Promise.race([
  import("../chart/Charts").then((script) => ({ default: script.Charts })),
  new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error("The script of the charts did not come.")), patience)),
]));

export function HistoryTab({ resource }: { resource: Charted }) {
  return (
    <Boundary>
      <Suspense fallback={<Loading />}><Charts resource={resource} /></Suspense>
    </Boundary>
  );
}
