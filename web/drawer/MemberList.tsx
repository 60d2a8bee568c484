import { useMemo } from "react";
import { naturally } from "../app/format";
import { store, useStructure } from "../app/store";
import { rankOf } from "../app/trouble";
import type { Resource } from "../app/types";
import { Member } from "./tabs";

/** So many are drawn; the page of their kind has them all. */
const most = 500;

/** The things that satisfy something, trouble first; each opens itself. */
export function MemberList({ of, none }: { of: (resource: Resource) => boolean; none: string }) {
  const structure = useStructure();
  const ids = useMemo(
    () => [...store.fleet.resources.values()].filter(of).sort((a, b) => Math.floor(rankOf(b) / 10) - Math.floor(rankOf(a) / 10) || naturally(a.name, b.name)).map((one) => one.id),
    // What is asked for depends on the thing that is open, which is another drawer each time.
    [structure],
  );
  if (ids.length === 0) return <p className="muted">{none}</p>;
  return <ul className="members">{ids.slice(0, most).map((id) => <Member key={id} id={id} />)}</ul>;
}
