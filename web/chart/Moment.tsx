import { useEffect, useState } from "react";
import { absolute, duration } from "../app/format";
import { text } from "../app/text";
import { usePointing, type PointingStore } from "./pointing";
import { instant } from "./range";
import type { Past } from "./series";
import { dateTime } from "./ticks";
import type { Zone } from "./zone";

/** Which time is shown, or which moment is read out. */
export function Moment({ past, zone, pointing, asking }: { past: Past; zone: Zone; pointing: PointingStore; asking: boolean }) {
  const { at } = usePointing(pointing);
  const late = useLate(asking);
  const { from, to } = past.span;
  const [first, last] = [zone.name(from), zone.name(to)];
  return (
    <p className="chart-moment">
      {/* It keeps its room while a moment is read out, so that the charts do not move under the pointer. */}
      <span className={at === null ? "chart-span" : "chart-span unseen"}>
        <span className="figure">{text.chart.span(`${dateTime(from, zone)}${first === last ? "" : ` ${first}`}`, `${dateTime(to, zone)} ${last}`)}</span>
        <span className="muted">{text.chart.bucket(duration(past.step))}</span>
        {past.before ? <span className="muted"><span className="swatch swatch-before" /> {text.chart.before}</span> : null}
      </span>
      {at === null ? null : <span className="figure strong">{absolute(instant(at))}</span>}
      <span role="status" className="chart-waiting muted">{late ? text.chart.waiting : ""}</span>
    </p>
  );
}

/** True once something takes longer than a moment. */
function useLate(busy: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!busy) return;
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, [busy]);
  return late;
}
