import { later } from "../app/Later";
import type { Charted } from "../chart/plan";

const Charts = later<{ resource: Charted }>(() => import("../chart/Charts").then((script) => script.Charts));

export function HistoryTab({ resource }: { resource: Charted }) {
  return <Charts resource={resource} />;
}
