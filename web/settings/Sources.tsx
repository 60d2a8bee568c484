import { useCallback, useEffect, useState } from "react";
import { api, APIError } from "../app/api";
import { printable } from "../app/format";
import { Icon, type IconName } from "../app/Icon";
import { Forbidden } from "../app/notices";
import { Ago, Empty, Loading, Name, Problem, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { store, useSources } from "../app/store";
import { text } from "../app/text";
import { discoveryWords } from "../app/text-discovery";
import { levelOfSource } from "../app/trouble";
import type { ConfiguredSource, TestAnswer } from "../app/types";
import { navigate, pageAddress, useView } from "../app/url";
import { SourceReportView } from "../drawer/SourceReport";
import { Confirm } from "../forms/Confirm";
import { productOfKind } from "./products";
import { Steps } from "./TestResult";

const words = text.sources;

/** What an agent tells has a place of its own, Settings > Agents. */
const reported: readonly ConfiguredSource["kind"][] = ["agent", "kubernetes"];
const iconsOf: Record<ConfiguredSource["kind"], IconName> = { pve: "cluster", pbs: "datastore", pmg: "mail", self: "host", agent: "host", kubernetes: "kubernetes" };

/** What was done last, said once on the list it changed. */
let notice = "";

export function sayOnce(sentence: string): void {
  notice = sentence;
}

export function Sources() {
  const mayChange = useMay("settings:write");
  const [sources, setSources] = useState<ConfiguredSource[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [said] = useState(() => {
    const sentence = notice;
    notice = "";
    return sentence;
  });
  const [removed, setRemoved] = useState("");
  const load = useCallback(() => {
    setError(null);
    api.sources().then((all) => setSources(all.filter((source) => !reported.includes(source.kind))), (failure: unknown) => setError(failure instanceof APIError ? failure.message : text.errors.noAnswer));
  }, []);
  useEffect(load, [load]);
  const clusters = sources?.filter((source) => source.kind !== "self") ?? [];
  return (
    <section aria-labelledby="sources">
      <div className="section-head">
        <h2 id="sources">{words.title}</h2>
        <div className="buttons">
          <button type="button" onClick={() => navigate({ form: "discover" })}><Icon name="search" /> {discoveryWords.open}</button>
          {mayChange ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.add}</button> : null}
        </div>
      </div>
      <p className="muted">{words.lead}</p>
      {mayChange ? null : <Forbidden what={text.settings.readOnly} />}
      <div role="status">{said || removed ? <p className="notice"><Icon name="check" /> {removed || said} <button type="button" className="link" onClick={() => navigate(pageAddress("overview"))}>{words.toOverview}</button></p> : null}</div>
      {error ? <Problem action={<button type="button" onClick={load}>{text.retry}</button>}>{error}</Problem> : null}
      {sources === null && !error ? <Loading /> : null}
      {sources?.map((source) => <SourceCard key={source.source} source={source} onRemoved={() => { setRemoved(words.removed(source.name)); load(); }} />)}
      {sources !== null && clusters.length === 0 ? <Empty icon="cluster" title={words.emptyTitle} lead={words.emptyLead} /> : null}
    </section>
  );
}

function SourceCard({ source, onRemoved }: { source: ConfiguredSource; onRemoved: () => void }) {
  const live = useSources().find((one) => one.source === source.source) ?? source.report;
  const { tab } = useView();
  const open = tab === source.source;
  const [test, setTest] = useState<TestAnswer | "asking" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const self = source.kind === "self";
  const product = productOfKind(source.kind);
  const mayChange = useMay("settings:write");
  const name = printable(source.name);
  const remove = async (): Promise<void> => {
    await api.removeSource(source.source);
    store.sources.fire();
    onRemoved();
  };
  const ask = async (): Promise<void> => {
    setTest("asking");
    setError(null);
    try {
      setTest(await api.testSource({ source: source.source, ...(source.addresses[0] ? { address: source.addresses[0].address } : {}) }));
    } catch (failure) {
      setTest(null);
      setError(failure instanceof APIError ? failure.message : text.errors.noAnswer);
    }
  };
  return (
    <article className="card" aria-label={printable(source.name)}>
      <div className="card-head">
        <Icon name={iconsOf[source.kind]} />
        <h3><Name>{source.name}</Name></h3>
        {live ? <State level={levelOfSource(live)}>{text.conditions[live.condition]}</State> : null}
        {live ? <span className="muted"><Ago at={live.lastAnswerAt} fine /></span> : null}
      </div>
      <p className="muted">{self ? words.selfNote : <>{text.source.products[source.kind]} · <bdi>{source.addresses.map((one) => printable(one.address)).join(", ")}</bdi></>}{source.authentication.type === "none" ? "" : ` · ${printable(source.authentication.tokenId ?? source.authentication.username ?? "")}`}</p>
      <div className="buttons">
        <button type="button" aria-expanded={open} onClick={() => navigate({ tab: open ? null : source.source }, "replace")}>{words.details}</button>
        {self || !mayChange ? null : (
          <>
            <button type="button" onClick={() => void ask()} disabled={test === "asking"}>{test === "asking" ? words.testing : words.testNow}</button>
            <button type="button" onClick={() => navigate({ form: `edit:${source.source}` })}>{words.edit}</button>
            <Confirm label={words.remove} title={words.removeTitle(name)} confirm={words.removeConfirm(name)} onConfirm={remove}
              lead={<><p>{words.removeLead}</p><p className="muted">{words.undoRemoveHint}</p></>} />
          </>
        )}
      </div>
      {error ? <Problem>{error}</Problem> : null}
      {test !== null && test !== "asking" && product !== null ? <Steps answer={test} product={product} /> : null}
      {open && live ? <SourceReportView source={live} /> : null}
    </article>
  );
}
