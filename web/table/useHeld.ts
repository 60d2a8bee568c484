import { useCallback, useEffect, useRef, useState } from "react";

/** What comes takes its place only when the pointer has been away, or still, for this long, milliseconds. */
const calmAfter = 3_000;

export interface Held<Value> {
  value: Value;
  busy: () => void;
  leave: () => void;
}

/** The latest of something that comes by itself, but not under the pointer: nobody should press a row that was another a moment ago. */
export function useHeld<Value>(latest: Value): Held<Value> {
  const [value, setValue] = useState(latest);
  const last = useRef(-Infinity);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (latest === value) return;
    const rest = last.current + calmAfter - Date.now();
    // What is there for the first time disturbs nobody.
    if (value === null || rest <= 0) return setValue(latest);
    const timer = setTimeout(() => setRound((former) => former + 1), rest);
    return () => clearTimeout(timer);
  }, [latest, value, round]);
  return {
    value,
    busy: useCallback(() => { last.current = Date.now(); }, []),
    leave: useCallback(() => { last.current = Date.now(); }, []),
  };
}
