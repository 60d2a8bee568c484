import { State } from "../app/parts";
import { useNow } from "../app/store";
import { text } from "../app/text";
import type { Forecast } from "../app/types";
import { outlookOf } from "./outlook";
import type { Foreseen } from "./useForecasts";
import type { Zone } from "./zone";

/** When it will be full and why, and how good such forecasts were so far. */
export function ForecastWords({ forecast, zone }: { forecast: Forecast; zone: Zone }) {
  const { sentence, fullAt, backTest } = forecast;
  return (
    <div className="forecast">
      <OutlookLine forecast={forecast} zone={zone} strong={fullAt !== null} />
      {fullAt ? <p className="muted">{sentence}</p> : null}
      {backTest && backTest.of > 0 ? <p className="muted">{text.chart.backTest(backTest.held, backTest.of)}</p> : null}
    </div>
  );
}

function OutlookLine({ forecast, zone, strong = false }: { forecast: Forecast; zone: Zone; strong?: boolean }) {
  const { level, words } = outlookOf(forecast, zone, useNow());
  if (level === "ok") return <p className={`figure ${strong ? "strong" : ""}`}>{words}</p>;
  return <p className="figure"><State level={level}>{words}</State></p>;
}

/** The same in a line, for lists; also that it is being asked, or that there is none. */
export function ForecastLine({ foreseen, zone }: { foreseen: Foreseen | undefined; zone: Zone }) {
  if (!foreseen) return <p className="muted">{text.chart.foreseeing}</p>;
  if (!foreseen.forecast) return <p className="muted">{text.chart.noForecast}</p>;
  return <OutlookLine forecast={foreseen.forecast} zone={zone} />;
}
