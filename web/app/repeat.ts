import { useEffect, useState } from "react";

/** How often lists are asked for that nothing announces, milliseconds. */
const period = 60_000;

/** A number that grows every minute while the page is looked at, and at once when somebody comes back to it after longer than that. */
export function useMinute(): number {
  const [minute, setMinute] = useState(0);
  useEffect(() => {
    let last = Date.now();
    const look = (): void => {
      // Half a second of grace: timers may come a little early.
      if (document.visibilityState === "hidden" || Date.now() - last < period - 500) return;
      last = Date.now();
      setMinute((former) => former + 1);
    };
    const timer = setInterval(look, period);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return minute;
}
