import { absolute, printable } from "../app/format";
import type { AuditEvent } from "../app/security-types";
import { text } from "../app/text";
import { fieldsOf, toldBy } from "./change";

const words = text.audit;

/** All that one event says. */
export function AuditEventFacts({ event }: { event: AuditEvent }) {
  const { changes, others } = toldBy(Object.keys(event.fields).length > 0 ? event.fields : fieldsOf(event.details));
  const facts: [string, string | null, boolean?][] = [
    [words.fields.sequence, event.sequence.toLocaleString("en")],
    [words.columns.time, absolute(event.timestamp)],
    [words.fields.operation, event.operation],
    [words.fields.actor, words.actors[event.actor] ?? event.actor],
    [words.fields.ip, event.ip],
    [words.fields.path, event.path],
    ...others.map(([name, value]): [string, string] => [name, value]),
    [words.fields.id, event.id, true],
    [words.fields.hash, event.hash, true],
    [words.fields.previousHash, event.previousHash, true],
    [words.fields.signature, event.signature, true],
    [words.fields.keyId, event.keyId, true],
  ];
  return (
    <div className="event-facts">
      {changes.length > 0 ? (
        <table className="plain changes">
          <caption>{words.changed}</caption>
          <thead><tr><th scope="col">{words.value}</th><th scope="col">{words.before}</th><th scope="col">{words.after}</th></tr></thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}><th scope="row"><bdi>{printable(name)}</bdi></th><td><bdi>{printable(before) || "–"}</bdi></td><td><bdi>{printable(after) || "–"}</bdi></td></tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <dl className="facts">
        {facts.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([label, value, code]) => (
          <div className="fact" key={label}><dt><bdi>{printable(label)}</bdi></dt><dd>{code ? <code>{printable(value ?? "")}</code> : <bdi>{printable(value ?? "")}</bdi>}</dd></div>
        ))}
      </dl>
    </div>
  );
}
