import { useCallback, useEffect, useState, type ComponentType } from "react";
import { Boundary, Loading, Problem } from "./parts";
import { useLink } from "./store";
import { text } from "./text";

/** How long a script may take before it counts as never coming, milliseconds. */
const patience = 20_000;

/**
 * A part of the page that is a script of its own, so that a visit that only glances does not pay for it.
 *
 * What did not come is asked for again: by itself once the connection is back, and by hand.
 */
export function later<Props extends object>(script: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Part: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [phase, setPhase] = useState<"asking" | "come" | "missing">(Part ? "come" : "asking");
    const link = useLink().phase;
    const ask = useCallback(() => {
      setPhase("asking");
      Promise.race([script(), new Promise<never>((_, refuse) => setTimeout(refuse, patience))]).then((part) => {
        Part = part;
        setPhase("come");
      }, () => setPhase("missing"));
    }, []);
    useEffect(() => {
      if (!Part && (phase === "asking" || link === "live")) ask();
      // Not again at each failure, but at each return of the connection.
    }, [link === "live"]);
    if (Part) return <Boundary><Part {...props} /></Boundary>;
    return phase === "missing" ? <Problem action={<button type="button" onClick={ask}>{text.retry}</button>}>{link === "live" ? text.errors.notFetched : text.errors.fetchedLater}</Problem> : <Loading />;
  };
}
