import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { store, useStructure } from "../app/store";
import type { Kind, Resource } from "../app/types";
import type { Sort } from "../app/url";
import { matcher } from "../filter/match";
import type { Filter } from "../filter/parse";
import { arrange, type Rows } from "./rows";

/** Order changes only when the pointer has been away from the table for this long, milliseconds. */
const calmAfter = 3_000;
/** A pointer that has not moved for this long is parked, not pointing: a screen on the wall must not freeze under it. */
const parkedAfter = 30_000;

/** A number that grows whenever the order may be looked at again, and the two things the table tells about the pointer. */
export function useCalm(): { epoch: number; busy: (pointer: boolean) => void; leave: () => void } {
  const [epoch, setEpoch] = useState(0);
  const state = useRef({ inside: false, last: 0, pending: false, timer: undefined as ReturnType<typeof setTimeout> | undefined });
  const look = useCallback(() => {
    const now = state.current;
    const waited = Date.now() - now.last;
    clearTimeout(now.timer);
    if (!now.pending) return;
    const needed = now.inside ? parkedAfter : calmAfter;
    if (waited >= needed) {
      now.pending = false;
      setEpoch((former) => former + 1);
    } else now.timer = setTimeout(look, needed - waited);
  }, []);
  useEffect(() => {
    const end = store.ticked.subscribe(() => {
      state.current.pending = true;
      look();
    });
    return () => {
      end();
      clearTimeout(state.current.timer);
    };
  }, [look]);
  const busy = useCallback((pointer: boolean) => {
    if (pointer) state.current.inside = true;
    state.current.last = Date.now();
  }, []);
  const leave = useCallback(() => {
    state.current.inside = false;
    state.current.last = Date.now();
    look();
  }, [look]);
  return { epoch, busy, leave };
}

/** The lines of a table of some kinds, in order. What the user asks for happens at once; what the estate does waits for calm. */
export function useRows(kinds: readonly Kind[], filter: Filter, sort: Sort | null, flat: boolean, folded: readonly string[], epoch: number): Rows {
  const structure = useStructure();
  // Until there is anything to disturb, everything is shown as it comes.
  const filled = useRef(false);
  const rows = useMemo(() => {
    const now = store.now();
    const wanted: Resource[] = [];
    for (const resource of store.fleet.resources.values()) if (kinds.includes(resource.kind)) wanted.push(resource);
    return arrange(wanted, { matches: matcher(filter, now), sort, flat, folded: new Set(folded), now });
  }, [kinds, filter, sort, flat, folded.join(), epoch, filled.current ? 0 : structure]);
  filled.current = rows.total > 0;
  return rows;
}
