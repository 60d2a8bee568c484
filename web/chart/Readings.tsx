import { text } from "../app/text";
import type { Series } from "../app/types";
import { usePointing, type PointingStore } from "./pointing";
import type { Span } from "./range";
import { formatOf } from "./scale";
import { lastValue, statisticsOf, type Reading } from "./series";

/** A figure of now, and whether it is but an estimate. */
export interface Current {
  value: number | null;
  rough: boolean;
}

export interface ReadingsProps {
  lines: readonly Series[];
  capacity: Series | null;
  span: Span;
  /** What a line says of a moment, of the future as well where there is a forecast. */
  read: (series: Series, at: number) => Reading | null;
  nameOf: (series: Series) => string;
  /** The figure of now, where the chart ends now; undefined where it ends earlier. */
  current: ((series: Series) => Current) | undefined;
  pointing: PointingStore;
}

/** The legend, with what each line says: of the moment somebody points at, else of now, else the average of what is shown. */
export function Readings({ lines, capacity, span, read, nameOf, current, pointing }: ReadingsProps) {
  const { at } = usePointing(pointing);
  const whole = capacity ? (at !== null && at <= span.to ? read(capacity, at)?.avg : (current?.(capacity).value ?? lastValue(capacity.points)?.value)) : undefined;
  const reading = (line: Series): Current => {
    if (at !== null) return { value: read(line, at)?.avg ?? null, rough: false };
    return current ? current(line) : { value: statisticsOf(line.points, span)?.avg ?? null, rough: false };
  };
  return (
    <ul className="readings">
      {at === null && !current ? <li className="muted">{text.chart.average}</li> : null}
      {lines.map((line, index) => {
        const { value, rough } = reading(line);
        return (
          <li key={index}>
            <span className={`swatch line-${index + 1}`} />
            {lines.length > 1 ? <span className="muted cut">{nameOf(line)}</span> : null}
            <span className="figure strong">{value === null ? "–" : `${rough ? "≈ " : ""}${formatOf(line.unit)(value)}`}</span>
            {whole === undefined || whole === null ? null : <span className="figure muted">{text.chart.of(formatOf(line.unit)(whole))}</span>}
          </li>
        );
      })}
    </ul>
  );
}
