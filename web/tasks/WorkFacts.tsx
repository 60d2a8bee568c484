import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Name, State } from "../app/parts";
import { navigate } from "../app/url";
import type { WorkRow } from "./rows";
import { workWords } from "./text-work";

/** What does not fit into a row: the whole error, the end of the log, and the way to the guest. */
export function WorkFacts({ row, onClose }: { row: WorkRow; onClose: () => void }) {
  const { guest } = row;
  return (
    <section className="work-facts" aria-label={workWords.details(printable(row.name))}>
      <div className="section-head">
        <h2><Name>{row.name}</Name></h2>
        <button type="button" className="quiet" aria-label={workWords.close} onClick={onClose}><Icon name="close" /></button>
      </div>
      <p><State level={row.level}>{printable(row.state)}</State> <bdi>{row.error === null ? "" : printable(row.error)}</bdi></p>
      {row.lastLines.length > 0 ? <pre tabIndex={0} role="group" aria-label={workWords.lastLines}>{row.lastLines.map(printable).join("\n")}</pre> : row.level === "critical" ? <p className="muted">{workWords.noLines}</p> : null}
      {guest === null ? null : <button type="button" onClick={() => navigate({ open: guest, tab: null })}>{workWords.openGuest}</button>}
    </section>
  );
}
