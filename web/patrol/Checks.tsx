import { useMemo } from "react";
import { useAnswer } from "../app/answers";
import { Refused } from "../app/notices";
import { PageLink } from "../app/PageLink";
import { Empty, Loading } from "../app/parts";
import { usePatrol } from "../app/patrol-store";
import type { PatrolCheck } from "../app/api-types";
import { text } from "../app/text";
import { navigate, pageAddress, useView } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { filterFor } from "./filter";
import { patrolAPI } from "./patrol-api";
import { patrolPage } from "./text-patrol";
import { adviceOf } from "./words";

const words = patrolPage.checks;
const names = words.columns;
const kindName = (kind: string): string => text.kinds[kind] ?? kind;
const pageOf = (code: string) => pageAddress("patrol", { section: "checks", more: { row: code } });
const found = (code: string) => pageAddress("patrol", { filter: filterFor("check", code) });

/** Codes in a row, each with the way to its page. */
const listed = (codes: string[]) => codes.map((code, index) => <span key={code}>{index ? ", " : ""}<PageLink to={pageOf(code)} isCurrent={false}><code>{code}</code></PageLink></span>);

/** The catalogue of what patrol looks for, or the page of one check. */
export function ChecksSection() {
  const { more } = useView();
  return more.row ? <CheckPage code={more.row} /> : <Catalogue />;
}

const columns: readonly PlainColumn<PatrolCheck>[] = [
  { key: "code", label: names.code, cell: (check) => <PageLink to={pageOf(check.code)} isCurrent={false}><code>{check.code}</code></PageLink> },
  { key: "title", label: names.title, cell: (check) => check.title },
  { key: "category", label: names.category, wide: true, cell: (check) => <span className="muted">{patrolPage.categories[check.category] ?? check.category}</span> },
  { key: "kinds", label: names.kinds, wide: true, cell: (check) => <span className="muted">{check.kinds.map(kindName).join(", ")}</span> },
  { key: "findings", label: names.findings, right: true, cell: (check) => (check.findings === 0 ? <span className="muted">–</span> : <PageLink to={found(check.code)} isCurrent={false}>{check.findings.toLocaleString("en")}</PageLink>) },
];

/** Every word has to occur somewhere in it. */
export function matchesCheck(filter: string): (check: PatrolCheck) => boolean {
  const wanted = filter.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return (check) => {
    const hay = [check.code, check.key, check.title, check.category, ...check.kinds, ...check.kinds.map(kindName)].join("\n").toLowerCase();
    return wanted.every((word) => hay.includes(word));
  };
}

function Catalogue() {
  const view = useView();
  const { round } = usePatrol();
  const { answer: checks, error, reload } = useAnswer(patrolAPI.checks, round.toString());
  const shown = useMemo(() => (checks ?? []).filter(matchesCheck(view.filter)), [checks, view.filter]);
  const own = useMemo(() => ({ complete: () => [], placeholder: words.placeholder }), []);
  if (!checks) return error ? <div className="patrol-body"><Refused error={error} onRetry={reload} /></div> : <Loading />;
  return (
    <>
      <div className="toolbar">
        <FilterField value={view.filter} onChange={(filter) => navigate({ filter }, "replace")} filter={{ terms: [], mistakes: [] }} own={own} />
        <span className="row-count figure" role="status">{words.shown(shown.length, checks.length)}</span>
      </div>
      <div className="patrol-body">{shown.length === 0 ? <p>{words.none}</p> : <PlainTable label={words.label} columns={columns} items={shown} id={(check) => check.code} />}</div>
    </>
  );
}

function CheckPage({ code }: { code: string }) {
  const { round } = usePatrol();
  const { answer: check, error, reload } = useAnswer((signal) => patrolAPI.check(code, signal), `${code} ${round}`);
  const back = <p><PageLink to={pageAddress("patrol", { section: "checks" })} isCurrent={false}>{words.all}</PageLink></p>;
  if (!check && error?.status === 404) return <Empty icon="help" title={words.gone} lead={words.goneLead(code)}>{back}</Empty>;
  if (!check) return error ? <div className="patrol-body"><Refused error={error} onRetry={reload} /></div> : <Loading />;
  return (
    <article className="patrol-body check-page" aria-labelledby="check-title">
      {back}
      <header><h2 id="check-title">{check.title}</h2><p className="muted"><code>{check.code}</code> · {patrolPage.categories[check.category] ?? check.category}</p></header>
      <section><h3>{words.why}</h3><p>{check.why}</p></section>
      <section><h3>{words.decides}</h3><p>{check.decides}</p></section>
      <section><h3>{words.advice}</h3>{adviceOf(check.advice).map((one, index) => (one.kind === "command" ? <code key={index}>{one.text}</code> : <p key={index}>{one.text}</p>))}</section>
      {check.may_follow_from?.length ? <section><h3>{words.causes}</h3><p>{listed(check.may_follow_from)}</p></section> : null}
      <dl className="facts">
        <div className="fact"><dt>{words.kinds}</dt><dd>{check.kinds.map(kindName).join(", ")}</dd></div>
        <div className="fact"><dt>{words.needs}</dt><dd>{check.needs.length === 0 ? text.none : check.needs.join(", ")}</dd></div>
        <div className="fact"><dt>{words.key}</dt><dd><code>{check.key}</code></dd></div>
      </dl>
      <p>{check.findings === 0 ? <span className="muted">{words.noFindings}</span> : <PageLink to={found(check.code)} isCurrent={false}>{words.active(check.findings)}</PageLink>}</p>
    </article>
  );
}
