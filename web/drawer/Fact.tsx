import { useId, useState, type ReactNode } from "react";
import { absolute, ago } from "../app/format";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import type { Kind, Measurement } from "../app/types";
import { qualityWords, reasonSentence } from "../table/cells";

/** A fact with its label. Its age is said on hover and focus; what is not known says so. */
export function Fact({ label, at, children }: { label: string; at?: string | null; children: ReactNode }) {
  const empty = children === null || children === undefined || children === "";
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>
        {empty ? <span className="muted">{text.drawer.notKnown}</span> : <Hint words={() => (at ? text.drawer.factAge(`${ago(at, store.now())}, ${absolute(at)}`) : null)}>{children}</Hint>}
      </dd>
    </div>
  );
}

/** Something with an explanation that shows on hover and on focus. */
export function Hint({ words, children }: { words: () => string | null; children: ReactNode }) {
  const id = useId();
  const [shown, setShown] = useState<string | null>(null);
  const show = (): void => setShown(words());
  const hide = (): void => setShown(null);
  return (
    <span
      className="hinted"
      tabIndex={0}
      aria-describedby={shown === null ? undefined : id}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || shown === null) return;
        event.stopPropagation();
        hide();
      }}
    >
      {children}
      {shown === null ? null : <span id={id} role="tooltip" className="tip">{shown}</span>}
    </span>
  );
}

export interface MeasuredProps {
  measurement: Measurement;
  lastSeen: string;
  kind: Kind;
  format: (value: number) => string;
  /** The reason was said above, for all figures at once. */
  said: boolean;
  /** The amount and the bar of the figure, which stand before the reason. */
  children?: ReactNode;
}

/** A measured figure in words and, where it is not plainly measured, the reason below it and what else belongs to it. */
export function Measured({ measurement, lastSeen, kind, format, said, children }: MeasuredProps) {
  const now = useNow();
  const { value, quality } = measurement;
  const unknown = value === null || quality === "unknown";
  return (
    <>
      <Hint words={() => qualityWords(measurement, lastSeen, store.now(), kind)}>
        <span className={`figure strong ${quality === "stale" ? "stale-figure" : ""}`}>
          {unknown ? "–" : `${quality === "estimated" ? "≈ " : ""}${format(value)}`}
        </span>
      </Hint>
      {children}
      {quality && quality !== "measured" && !said ? (
        <span className="why">
          {quality === "stale" ? `${text.qualities.staleSince(ago(measurement.at ?? lastSeen, now))}. ` : ""}
          {measurement.reason || unknown ? reasonSentence(measurement.reason, kind) : text.qualities.estimatedWord}
        </span>
      ) : null}
    </>
  );
}
