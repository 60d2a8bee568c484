import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Job } from "../app/slices";
import { store, useStructure } from "../app/store";
import type { Kind, Resource } from "../app/types";
import type { Sort } from "../app/url";
import { matcher } from "../filter/match";
import type { Filter } from "../filter/parse";
import { arrange, arranging, sameRows, type RowOptions, type Rows } from "./rows";
import { Tree } from "./tree";

/** Order changes only when the pointer has been away from the table for this long, milliseconds. */
const calmAfter = 3_000;
/** A pointer that has not moved for this long is parked, not pointing: a screen on the wall must not freeze under it. */
const parkedAfter = 30_000;

/** Calls back whenever the order may be looked at again, and takes the two things the table tells about the pointer. */
function useCalm(calm: () => void): { busy: (pointer: boolean) => void; leave: () => void } {
  const state = useRef({ inside: false, last: 0, pending: false, timer: undefined as ReturnType<typeof setTimeout> | undefined });
  const look = useCallback(() => {
    const now = state.current;
    const waited = Date.now() - now.last;
    clearTimeout(now.timer);
    if (!now.pending) return;
    const needed = now.inside ? parkedAfter : calmAfter;
    if (waited >= needed) {
      now.pending = false;
      calm();
    } else now.timer = setTimeout(look, needed - waited);
  }, [calm]);
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
  return { busy, leave };
}

export interface TableRows extends Rows {
  /** The estate asked for this order, not the user: it need not be drawn at once. */
  unasked: boolean;
  busy: (pointer: boolean) => void;
  leave: () => void;
}

interface Wish {
  kinds: readonly Kind[];
  /** Of those kinds only what satisfies this; one and the same function for as long as it means the same. */
  only: ((resource: Resource) => boolean) | null;
  filter: Filter;
  sort: Sort | null;
  flat: boolean;
  folded: ReadonlySet<string>;
}

/** The lines of a table of some kinds, in order. What the user asks for happens at once; what the estate does waits for calm and is done in slices. */
export function useRows(kinds: readonly Kind[], only: Wish["only"], filter: Filter, sort: Sort | null, flat: boolean, folded: readonly string[]): TableRows {
  const structure = useStructure();
  // Until there is anything to disturb, everything is shown as it comes.
  const filled = useRef(false);
  const wish = useMemo<Wish>(() => ({ kinds, only, filter, sort, flat, folded: new Set(folded) }), [kinds, only, filter, sort, flat, folded.join()]);
  const trees = useRef({ asked: new Tree(), unasked: new Tree() }).current;
  const asked = useMemo(() => arrange(wanted(wish), optionsOf(wish), trees.asked), [wish, filled.current ? 0 : structure]);
  filled.current = asked.total > 0;

  const [later, setLater] = useState<{ asked: Rows; rows: Rows } | null>(null);
  const shown = later?.asked === asked ? later.rows : asked;
  const latest = useRef({ wish, asked, shown });
  latest.current = { wish, asked, shown };
  const job = useRef<Job | null>(null);
  const calm = useCallback(() => {
    if (job.current) store.slices.remove(job.current);
    const { wish } = latest.current;
    job.current = rearrange(wish, trees.unasked, (rows) => {
      const now = latest.current;
      if (now.wish !== wish) return;
      if (rows.total !== now.shown.total || rows.matched !== now.shown.matched || !sameRows(rows.rows, now.shown.rows)) setLater({ asked: now.asked, rows });
    });
    store.slices.add(job.current);
  }, []);
  // An order the user asks for meanwhile is newer than the one that is still being worked out.
  useEffect(() => () => {
    if (job.current) store.slices.remove(job.current);
  }, [wish]);
  return { ...shown, unasked: shown !== asked, ...useCalm(calm) };
}

function* rearrange(wish: Wish, tree: Tree, done: (rows: Rows) => void): Job {
  const rows = yield* arranging(wanted(wish), optionsOf(wish), tree);
  store.draw(() => done(rows));
}

function wanted({ kinds, only }: Wish): Resource[] {
  const wanted: Resource[] = [];
  for (const resource of store.fleet.resources.values()) if (kinds.includes(resource.kind) && (only === null || only(resource))) wanted.push(resource);
  return wanted;
}

function optionsOf({ filter, sort, flat, folded }: Wish): RowOptions {
  const now = store.now();
  return { matches: matcher(filter, now), sort, flat, folded, now };
}
