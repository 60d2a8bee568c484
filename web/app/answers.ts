import { useCallback, useEffect, useRef, useState } from "react";
import { APIError } from "./api";
import { useLink } from "./store";
import { text } from "./text";

export function refusalOf(failure: unknown): APIError {
  return failure instanceof APIError ? failure : new APIError(0, "unknown", text.errors.noAnswer);
}

/** Calls when the connection is back after an absence, and at first where it is there. */
export function useReturn(back: () => void): void {
  const isLive = useLink().phase === "live";
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    if (isLive) latest.current();
  }, [isLive]);
}

export interface Answered<Answer> {
  /** The last one, also while the next is asked for. */
  answer: Answer | null;
  error: APIError | null;
  asking: boolean;
  reload: () => void;
  /** Puts in place what a change answered. */
  put: (answer: Answer) => void;
}

/** Asks when the page opens and whenever `about` changes; what comes late for a question nobody has any more is dropped. */
export function useAnswer<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, about = ""): Answered<Answer> {
  const [state, setState] = useState<{ answer: Answer | null; error: APIError | null; asking: boolean }>({ answer: null, error: null, asking: true });
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const controller = new AbortController();
    setState((former) => ({ ...former, asking: true }));
    latest.current(controller.signal).then(
      (answer) => { if (!controller.signal.aborted) setState({ answer, error: null, asking: false }); },
      (failure: unknown) => { if (!controller.signal.aborted) setState((former) => ({ ...former, error: refusalOf(failure), asking: false })); },
    );
    return () => controller.abort();
  }, [about, round]);
  useReturn(() => {
    if (state.error?.status === 0) setRound((former) => former + 1);
  });
  return {
    ...state,
    reload: useCallback(() => setRound((former) => former + 1), []),
    put: useCallback((answer: Answer) => setState({ answer, error: null, asking: false }), []),
  };
}

export interface Deed {
  /** What is being done, by its name. */
  busy: string | null;
  error: APIError | null;
  /** One at a time; false when it failed. */
  run: (name: string, action: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
}

/** Something the user asked for: under way, done, or refused with a reason that is shown beside it. */
export function useDeed(): Deed {
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<APIError | null>(null);
  const run = useCallback(async (name: string, action: () => Promise<void>) => {
    setBusy(name);
    setError(null);
    try {
      await action();
      return true;
    } catch (failure) {
      setError(refusalOf(failure));
      return false;
    } finally {
      setBusy(null);
    }
  }, []);
  useReturn(() => setError((former) => (former?.status === 0 ? null : former)));
  return { busy, error, run, forget: useCallback(() => setError(null), []) };
}
