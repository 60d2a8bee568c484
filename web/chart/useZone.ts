import { useMemo } from "react";
import { usePreferences } from "../app/preferences";
import { Zone } from "./zone";

/** The clocks by which the user wants to be told times. */
export function useZone(): Zone {
  const { timeZone } = usePreferences();
  return useMemo(() => new Zone(timeZone), [timeZone]);
}
