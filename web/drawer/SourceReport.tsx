import { ago, duration, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { Ago, Command, Name, State } from "../app/parts";
import { store, useNow, useStructure } from "../app/store";
import { text } from "../app/text";
import { levelOfSource } from "../app/trouble";
import { navigate, pageAddress } from "../app/url";
import type { Endpoint, MissingPrivilege, Problem, SourceReport } from "../app/types";

const words = text.source;

/** How a source is: what is wrong, which privileges are missing, which addresses are asked. */
export function SourceReportView({ source }: { source: SourceReport }) {
  return (
    <div className="source-report">
      <dl className="facts">
        <div className="fact"><dt>{text.columns.state}</dt><dd><State level={levelOfSource(source)}>{text.conditions[source.condition]}</State></dd></div>
        <div className="fact"><dt>{words.lastAnswer}</dt><dd><Ago at={source.lastAnswerAt} fine /></dd></div>
        <div className="fact"><dt>{words.interval}</dt><dd className="figure">{duration(source.intervalSeconds)}</dd></div>
        {source.kind === "self" ? null : <div className="fact"><dt>{words.product}</dt><dd>{words.products[source.kind]}</dd></div>}
        {source.version ? <div className="fact"><dt>{words.version}</dt><dd><bdi>{printable(source.version)}</bdi></dd></div> : null}
      </dl>
      {source.problems.length > 0 ? (
        <section><h3>{words.problems}</h3>{source.problems.map((problem) => <ProblemLine key={problem.code + problem.sentence} problem={problem} />)}</section>
      ) : null}
      <NodesAway source={source.source} />
      <MissingPrivileges missing={source.missingPrivileges} />
      {source.problems.length + source.missingPrivileges.length === 0 && source.condition === "reachable" ? <p className="muted">{words.fine}</p> : null}
      {source.endpoints.length > 0 ? <Endpoints endpoints={source.endpoints} /> : null}
    </div>
  );
}

/** A cluster with a dead node answers, and is nevertheless not well: says which node it is. */
function NodesAway({ source }: { source: string }) {
  useStructure();
  const away = [...store.fleet.resources.values()].filter((one) => one.kind === "node" && one.source === source && one.status === "offline");
  if (away.length === 0) return null;
  return (
    <div className="problem">
      <StateShape level="critical" />
      <div>
        <p>{words.nodesAway(away.length)}</p>
        <p className="muted">{words.nodesAwayNext(away.length)} {away.map((node) => <button key={node.id} type="button" className="link" onClick={() => navigate(pageAddress("overview", { open: node.id }))}><Name>{node.displayName ?? node.name}</Name></button>)}</p>
      </div>
    </div>
  );
}

export function ProblemLine({ problem }: { problem: Problem }) {
  return (
    <div className="problem">
      <StateShape level="warning" />
      <div><p>{printable(problem.sentence)}</p><p className="muted">{printable(problem.nextStep)}</p></div>
    </div>
  );
}

export function MissingPrivileges({ missing }: { missing: MissingPrivilege[] }) {
  if (missing.length === 0) return null;
  return (
    <section>
      <h3>{words.missing}</h3>
      <p className="muted">{words.missingLead}</p>
      {missing.map((one) => (
        <div key={one.privilege + one.path} className="missing">
          <p><code>{printable(one.privilege)}</code> {words.onPath(printable(one.path))}. {words.hides(printable(one.hides))}</p>
          <Command>{one.command}</Command>
        </div>
      ))}
    </section>
  );
}

function Endpoints({ endpoints }: { endpoints: Endpoint[] }) {
  const now = useNow(true);
  return (
    <section>
      <h3>{words.endpoints}</h3>
      <ul className="endpoints">
        {endpoints.map((endpoint) => (
          <li key={endpoint.address}>
            <div className="disk-line">
              <State level={endpoint.breaker === "closed" ? (endpoint.problem ? "warning" : "ok") : "warning"}>
                <code className="break">{printable(endpoint.address)}</code>
              </State>
              <span className="muted">{endpoint.node ? <Name>{endpoint.node}</Name> : null}</span>
            </div>
            <p className="muted">
              {text.breakers[endpoint.breaker]}
              {endpoint.retryAt && Date.parse(endpoint.retryAt) > now ? `, ${words.retryAt(`in ${duration((Date.parse(endpoint.retryAt) - now) / 1000)}`)}` : ""}
              {endpoint.lastAnswerAt ? `, ${words.lastAnswer.toLowerCase()} ${ago(endpoint.lastAnswerAt, now)}` : ""}
            </p>
            {endpoint.problem ? <ProblemLine problem={endpoint.problem} /> : null}
            {endpoint.fingerprint ? <p className="muted">{words.fingerprint} <code className="break">{printable(endpoint.fingerprint)}</code></p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
