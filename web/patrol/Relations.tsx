import { printable } from "../app/format";
import type { Finding } from "../app/api-types";
import { store } from "../app/store";
import { navigate } from "../app/url";
import { ResourceLink, Severity } from "./findingColumns";
import { byPriority } from "./rows";
import { patrolPage } from "./text-patrol";

const words = patrolPage.finding;
/** More than these nobody reads in a drawer; the list has them all. */
const most = 50;

/** By its title where it is at hand: what is over is not in the list, and can be opened all the same. */
export function FindingLink({ id, finding }: { id: string; finding: Finding | undefined }) {
  const words = finding ? <bdi>{printable(finding.title)}: {printable(finding.resource_name)}</bdi> : <code>{id}</code>;
  return <button type="button" className="link" onClick={() => navigate({ open: `finding:${id}`, tab: null })}>{words}</button>;
}

/** What it is a consequence of, with the things on the way there. */
export function Cause({ finding: { cause }, findings }: { finding: Finding; findings: readonly Finding[] }) {
  if (!cause) return null;
  const above = findings.find((one) => one.id === cause.finding_id);
  return (
    <section className="finding-cause">
      <h3>{words.cause}</h3>
      <p>{words.causeLead} <FindingLink id={cause.finding_id} finding={above} /></p>
      {cause.path.length > 1 ? (
        <ol className="finding-path" aria-label={words.path}>
          {cause.path.map((id, index) => <li key={`${id}${index}`}><ResourceLink id={id} name={nameIn(findings, id)} /></li>)}
        </ol>
      ) : null}
    </section>
  );
}

function nameIn(findings: readonly Finding[], id: string): string {
  return store.get(id)?.name ?? findings.find((one) => one.resource_id === id)?.resource_name ?? id;
}

export function Consequences({ ids, findings }: { ids: readonly string[]; findings: readonly Finding[] }) {
  if (ids.length === 0) return null;
  const wanted = new Set(ids);
  const known = findings.filter(({ id }) => wanted.has(id)).sort(byPriority);
  const shown = known.slice(0, most);
  return (
    <section>
      <h3>{words.consequences(ids.length)}</h3>
      <ul className="finding-list">{shown.map((one) => <li key={one.id}><Severity finding={one} /> <FindingLink id={one.id} finding={one} /></li>)}</ul>
      {ids.length > shown.length ? <p className="muted">{words.further(ids.length - shown.length)}</p> : null}
    </section>
  );
}
