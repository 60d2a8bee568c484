import { text } from "../app/text";
import type { Forecast } from "../app/types";
import { dateOnly } from "./ticks";
import type { Zone } from "./zone";

/** When it will be full, and how good such forecasts were so far. */
export function ForecastWords({ forecast, zone }: { forecast: Forecast; zone: Zone }) {
  const { sentence, fullAt, backTest } = forecast;
  return (
    <div className="forecast">
      <p>{sentence}</p>
      {fullAt ? <p className="figure"><strong>{text.chart.fullOn(day(fullAt.expected, zone))}</strong>{margin(fullAt, zone)}</p> : null}
      {backTest && backTest.of > 0 ? <p className="muted">{text.chart.backTest(backTest.held, backTest.of)}</p> : null}
    </div>
  );
}

function day(at: string, zone: Zone): string {
  return dateOnly(Date.parse(at) / 1000, zone);
}

function margin({ earliest, latest }: { earliest: string | null; latest: string | null }, zone: Zone): string {
  if (earliest && latest) return `, ${text.chart.fullBetween(day(earliest, zone), day(latest, zone))}`;
  if (earliest) return `, ${text.chart.fullAfter(day(earliest, zone))}`;
  return latest ? `, ${text.chart.fullBefore(day(latest, zone))}` : "";
}
