import { useAnswer } from "../app/answers";
import { Refused } from "../app/notices";
import { Ago, Loading } from "../app/parts";
import { isActive, usePatrol } from "../app/patrol-store";
import type { Finding } from "../app/api-types";
import { navigate, pageAddress } from "../app/url";
import { filterFor } from "./filter";
import { Severity, StateWord } from "./findingColumns";
import { patrolAPI } from "./patrol-api";
import { FindingLink } from "./Relations";
import { byPriority } from "./rows";
import { patrolPage } from "./text-patrol";

const words = patrolPage.tab;

/** What patrol found of one resource, also what is minor, over or was put away. */
export function FindingsTab({ resource }: { resource: string }) {
  const { round } = usePatrol();
  const { answer, error, reload } = useAnswer((signal) => patrolAPI.findingsOf(resource, signal), `${resource} ${round}`);
  if (!answer) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
  const sorted = [...answer].sort(byPriority);
  const active = sorted.filter(isActive);
  const away = sorted.filter((one) => !isActive(one));
  // As the tab counts.
  const isUrgent = ({ severity }: Finding): boolean => severity === "critical" || severity === "warning";
  const [urgent, minor] = [active.filter(isUrgent), active.filter((one) => !isUrgent(one))];
  return (
    <>
      {active.length === 0 ? <p className="muted">{words.nothing}</p> : null}
      {urgent.length > 0 ? <List findings={urgent} /> : null}
      {minor.length > 0 ? <section><h3>{words.minor(minor.length)}</h3><List findings={minor} /></section> : null}
      {away.length > 0 ? <section><h3>{words.away(away.length)}</h3><List findings={away} /></section> : null}
      <button type="button" onClick={() => navigate(pageAddress("patrol", { filter: filterFor("resource", resource) }))}>{words.toPatrol}</button>
    </>
  );
}

function List({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="finding-list">
      {findings.map((one) => <li key={one.id}><Severity finding={one} /> <FindingLink id={one.id} finding={one} /> <StateWord finding={one} /> <span className="muted"><Ago at={one.detected_at} /></span></li>)}
    </ul>
  );
}
