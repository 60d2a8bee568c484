import { useEffect, useRef, useState } from "react";
import { api } from "../app/api";
import { Gate } from "../app/gate";
import type { Forecast, MetricName } from "../app/types";
import { within } from "./asking";

/** A file system of a thing, or the thing as a whole. */
export type Part = string | null;

export interface Foreseen {
  forecast: Forecast | null;
  /** Why there is none, or none that is new. */
  error: string | null;
}

/** Forecasts change slowly; what failed is tried again sooner. Milliseconds. */
const forecastAge = 10 * 60_000;
const look = 60_000;
/**
 * Each reads months of history: a machine with a hundred file systems must not keep the server from everybody else, nor take all six
 * connections that a browser has for one server.
 */
const gate = new Gate(4);

/** When the parts of a thing (one and the same as long as the caller lives) will be full; without an entry while it is being asked. */
export function useForecasts(resource: string, metric: MetricName, parts: readonly Part[]): ReadonlyMap<Part, Foreseen> {
  const [known, setKnown] = useState<ReadonlyMap<Part, Foreseen>>(new Map());
  const answered = useRef(known);
  const asking = useRef(new Map<Part, AbortController>());
  /** When to ask again. */
  const due = useRef(new Map<Part, number>());
  const wanted = JSON.stringify(parts);
  // What was begun goes on while more is wanted; it ends with the caller.
  useEffect(() => () => {
    for (const controller of asking.current.values()) controller.abort();
    asking.current.clear();
  }, []);
  useEffect(() => {
    const ask = async (part: Part): Promise<void> => {
      const controller = new AbortController();
      asking.current.set(part, controller);
      const query = new URLSearchParams({ resource, metric, ...(part === null ? {} : { part }) }).toString();
      const { answer, error } = await gate.through(() => within(controller, (signal) => api.forecast(query, signal)));
      // Nobody waits for it any more.
      if (!asking.current.delete(part)) return;
      const former = answered.current.get(part)?.forecast ?? null;
      answered.current = new Map(answered.current).set(part, { forecast: answer ?? former, error });
      due.current.set(part, Date.now() + (error === null ? forecastAge : 0));
      setKnown(answered.current);
    };
    const askDue = (): void => {
      for (const part of parts) if (!asking.current.has(part) && Date.now() >= (due.current.get(part) ?? 0)) void ask(part);
    };
    askDue();
    const timer = setInterval(() => {
      if (!document.hidden) askDue();
    }, look);
    return () => clearInterval(timer);
  }, [resource, metric, wanted]);
  return known;
}
