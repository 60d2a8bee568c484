import { useEffect, useMemo, useState } from "react";
import { store } from "../app/store";
import { currentView, navigate } from "../app/url";
import type { ChartActions } from "./Chart";
import type { PointingStore } from "./pointing";
import { between, formatRange, isLive, lengthOf, pan, parseRange, spanOf, usualPreset, zoomButton, type Preset, type Range } from "./range";

/** A step along the way of looking, to which going back leads. */
export function choose(range: Range): void {
  navigate({ range: formatRange(range) });
}

/** With the last while to which a reset leads. */
type Actions = ChartActions & { preset: Preset };

/** What moves the time of all charts of a drawer. */
export function useActions(range: Range, pointing: PointingStore): Actions {
  const [preset, setPreset] = useState<Preset>(usualPreset);
  useEffect(() => {
    if (isLive(range)) setPreset(range.preset);
  }, [range]);
  return useMemo(() => {
    const now = (): number => store.now() / 1000;
    // Moving along is many small steps: going back leads to where it began.
    const move = (next: Range): void => navigate({ range: formatRange(next) }, isLive(parseRange(currentView().range)) ? "push" : "replace");
    return {
      preset,
      zoomTo: (one, other) => { pointing.clear(); choose(between(one, other, now())); },
      shiftBy: (seconds) => { pointing.clear(); move(pan(spanOf(range, now()), seconds / lengthOf(spanOf(range, now())), now())); },
      zoom: (direction, at) => choose(zoomButton(range, direction, at, now())),
      pan: (direction) => move(pan(spanOf(range, now()), direction / 2, now())),
      reset: () => { pointing.clear(); if (!isLive(range)) choose({ preset }); },
    };
  }, [range, preset, pointing]);
}
