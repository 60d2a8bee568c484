import { printable } from "../app/format";
import { Ago } from "../app/parts";
import type { Finding } from "../app/api-types";
import { Severity } from "./findingColumns";
import { patrolPage } from "./text-patrol";

const words = patrolPage.finding;

/** Where nobody wrote anything, the reason stands there by its code. */
function noteOf(note: string): string {
  return patrolPage.reasons[note] ?? patrolPage.resolutions[note] ?? printable(note);
}

/** What happened to it, the latest first. */
export function Timeline({ finding: { history = [] } }: { finding: Finding }) {
  if (history.length === 0) return null;
  const events = [...history].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <section>
      <h3>{words.history}</h3>
      <ol className="finding-history">
        {events.map((event, index) => (
          <li key={index}>
            <Ago at={event.at} />
            <span>{words.events[event.event] ?? event.event}{event.by ? ` ${words.by(printable(event.by))}` : ""}{event.note ? <>: <bdi>{noteOf(event.note)}</bdi></> : null}</span>
            <Severity finding={event} />
          </li>
        ))}
      </ol>
    </section>
  );
}
