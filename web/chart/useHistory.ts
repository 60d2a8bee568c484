import { useCallback, useEffect, useState } from "react";
import { api } from "../app/api";
import { store } from "../app/store";
import type { HistoryAnswer } from "../app/types";
import { within } from "./asking";
import { historyQuery, renewalDelay } from "./query";
import { isLive, lengthOf, previous, spanOf, type Range, type Span } from "./range";
import { moved, type Past } from "./series";

export interface HistoryState {
  past: Past | null;
  /** Why there is nothing, or nothing new. */
  error: string | null;
  asking: boolean;
  retry: () => void;
}

/** The past of a thing (one and the same as long as the caller lives), renewed while it ends now. What was there stays until something newer comes. */
export function useHistory(resource: string, metrics: readonly string[], range: Range, points: number, compare: boolean): HistoryState {
  const [past, setPast] = useState<Past | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [asking, setAsking] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const live = isLive(range);
  const wanted = JSON.stringify([resource, metrics, range, points, compare]);
  useEffect(() => {
    if (points === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: AbortController | null = null;
    let asked = 0;
    let delay = renewalDelay(0);
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      current?.abort();
      const controller = (current = new AbortController());
      asked = Date.now();
      setAsking(true);
      const outcome = await within(controller, (signal) => askPast(resource, metrics, spanOf(range, store.now() / 1000), points, compare, signal));
      // Someone asked for something else meanwhile.
      if (controller !== current) return;
      setAsking(false);
      if (outcome.answer) {
        setPast(outcome.answer);
        delay = renewalDelay(outcome.answer.step);
      }
      setError(outcome.error);
      if (live) timer = setTimeout(again, delay);
    };
    // A page nobody sees asks nothing; it catches up when it is looked at again.
    const again = (): void => {
      if (!document.hidden) void ask();
    };
    const seen = (): void => {
      if (live && !document.hidden && Date.now() - asked >= delay) void ask();
    };
    document.addEventListener("visibilitychange", seen);
    void ask();
    return () => {
      document.removeEventListener("visibilitychange", seen);
      clearTimeout(timer);
      current?.abort();
      current = null;
    };
  }, [wanted, attempt]);
  return { past, error, asking, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}

async function askPast(resource: string, metrics: readonly string[], span: Span, points: number, compare: boolean, signal: AbortSignal): Promise<Past> {
  const query = (wanted: Span): string => historyQuery({ resource, metrics, span: wanted, points });
  const before: Promise<HistoryAnswer> | null = compare ? api.history(query(previous(span)), signal) : null;
  const [answer, former] = await Promise.all([api.history(query(span), signal), before]);
  return {
    span, step: answer.stepSeconds, series: answer.series,
    before: former ? former.series.map((one) => moved(one, lengthOf(span))) : null,
  };
}
