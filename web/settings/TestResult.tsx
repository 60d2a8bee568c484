import type { ReactNode } from "react";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Command, Name, State } from "../app/parts";
import { text } from "../app/text";
import type { FeatureAccess, TestAnswer } from "../app/types";
import { MissingPrivileges, ProblemLine } from "../drawer/SourceReport";
import { wordsOf, type Product } from "./products";

const words = text.sources;

/** What was asked, what came back, what is missing. */
export function Steps({ answer, product, children }: { answer: TestAnswer; product: Product; children?: ReactNode }) {
  const asks = answer.problem?.code === "certificate_unconfirmed";
  return (
    <div className="test" role="status">
      <h3>{words.steps}</h3>
      <ol className="steps">
        {answer.steps.map((step, index) => (
          <li key={index}>
            <State level={step.ok ? "ok" : asks ? "warning" : "critical"}><span className="hidden">{step.ok ? words.stepOk : asks ? words.stepAsks : words.stepFailed}: </span><bdi>{printable(step.asked)}</bdi></State>
            <p className="muted"><bdi>{printable(step.answered)}</bdi></p>
          </li>
        ))}
      </ol>
      {answer.problem && !asks ? <ProblemLine problem={answer.problem} /> : null}
      {answer.ok ? (
        <p className="found">
          <Icon name="check" /> {words.found}: {answer.clusterName ? <><Name>{answer.clusterName}</Name>, </> : null}
          {words.foundNodes(answer.nodes)} {answer.nodes.length > 0 ? <bdi>({answer.nodes.map(printable).join(", ")})</bdi> : null}{product === "pve" ? <>, {words.foundGuests(answer.guests)}</> : null}{product === "pbs" ? <>, {words.foundDatastores(answer.datastores)}{answer.datastores.length > 0 ? <bdi> ({answer.datastores.map(printable).join(", ")})</bdi> : null}</> : null}
          {answer.version ? <>, {text.source.products[product]} <bdi>{printable(answer.version)}</bdi></> : null}
        </p>
      ) : null}
      <MissingPrivileges missing={answer.missingPrivileges} />
      <FeatureList features={answer.features} />
      {children}
    </div>
  );
}

/** Thing by thing, whether it can be read. The command of what a monitor should have stands above; here are those that somebody has to want. */
function FeatureList({ features }: { features: FeatureAccess[] }) {
  if (features.length === 0) return null;
  const word = (one: FeatureAccess): string => (one.readable ? (one.changes ? words.canChange : words.readable) : one.changes ? words.hiddenOnPurpose : words.hidden);
  return (
    <details className="how-to">
      <summary>{words.access}</summary>
      <p className="muted">{words.accessLead}</p>
      <ul className="steps">
        {features.map((one) => (
          <li key={one.feature}>
            <State level={one.readable ? (one.changes ? "watch" : "ok") : one.changes ? "unknown" : "warning"}>{printable(one.feature)}: {word(one)}</State>
            {one.missing ? <p className="muted"><code>{printable(one.missing.privilege)}</code> {text.source.onPath(printable(one.missing.path))}</p> : null}
            {one.missing ? <Command>{one.missing.command}</Command> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The one question only a person can answer: is this fingerprint that of the node? */
export function Certificate({ product, certificate, confirmed, onConfirm }: { product: Product; certificate: NonNullable<TestAnswer["certificate"]>; confirmed: boolean; onConfirm: () => void }) {
  const open = certificate.needsConfirmation && !confirmed;
  return (
    <section className={`certificate ${open ? "open" : ""}`} aria-label={words.certificateTitle}>
      {open ? <><h3>{words.certificateTitle}</h3><p>{words.certificateLead}</p></> : null}
      <dl className="facts">
        <div className="fact"><dt>{words.certificateFingerprint}</dt><dd><code className="fingerprint">{printable(certificate.fingerprint)}</code></dd></div>
        <div className="fact"><dt>{words.certificateSubject}</dt><dd><bdi>{printable(certificate.subject ?? "–")}</bdi></dd></div>
        <div className="fact"><dt>{words.certificateIssuer}</dt><dd><bdi>{printable(certificate.issuer ?? "–")}</bdi></dd></div>
        <div className="fact"><dt>{words.certificateUntil}</dt><dd>{absolute(certificate.notAfter)}</dd></div>
      </dl>
      {open ? (
        <>
          <h4>{words.certificateHow}</h4>
          <p>{words.certificateShell}</p>
          <Command>{wordsOf(product).certificateCommand}</Command>
          <p>{wordsOf(product).certificatePage}</p>
          <button type="button" className="primary" onClick={onConfirm}>{words.certificateConfirm}</button>
        </>
      ) : (
        <p className="muted"><Icon name="check" size={14} /> {confirmed ? words.certificateConfirmed : words.certificateTrusted}</p>
      )}
    </section>
  );
}
