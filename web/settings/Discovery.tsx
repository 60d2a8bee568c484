import { useEffect, useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import type { DiscoveredServer, Discovery as Answer } from "../app/api-types";
import { api } from "../app/api";
import { ago, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Empty, Loading, Name } from "../app/parts";
import { useMay } from "../app/permissions";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import { discoveryWords as words } from "../app/text-discovery";
import { navigate } from "../app/url";
import { Field } from "../forms/Field";
import { Select } from "../forms/Select";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { addressOf, networksOf, portsOf } from "./networks";
import { suggest } from "./suggestion";

/** From one look at the progress to the next, milliseconds. */
const pause = 700;

/** The search for servers: where, the progress, and what was found with a way to add it. */
export function Discovery() {
  const { answer, error, reload, put } = useAnswer(() => api.discovery());
  const mayChange = useMay("settings:write");
  const running = answer?.scanning === true;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, pause);
    return () => clearInterval(timer);
  }, [running, reload]);
  return (
    <section aria-labelledby="discovery">
      <div className="section-head">
        <h2 id="discovery">{words.title}</h2>
        <button type="button" onClick={() => navigate({ form: null })}>{words.back}</button>
      </div>
      <p className="muted">{words.lead}</p>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {answer === null && !error ? <Loading /> : null}
      {answer && !mayChange ? <Forbidden what={words.forbidden} /> : null}
      {answer && mayChange ? <Where answer={answer} put={put} reload={reload} /> : null}
      {answer ? <Search answer={answer} mayChange={mayChange} /> : null}
    </section>
  );
}

function Where({ answer, put, reload }: { answer: Answer; put: (answer: Answer) => void; reload: () => void }) {
  const begin = answer.settings.networks.length > 0 ? answer.settings.networks : answer.search?.networks ?? [];
  const [networks, setNetworks] = useState(begin.join(", "));
  const [ports, setPorts] = useState((answer.settings.networks.length > 0 ? answer.settings.ports : answer.search?.ports ?? answer.settings.ports)?.join(", ") ?? "8006, 8007");
  const [hours, setHours] = useState(String(answer.settings.everyHours));
  const [sent, setSent] = useState(false);
  const [said, setSaid] = useState("");
  const deed = useDeed();
  const named = networksOf(networks);
  const numbers = portsOf(ports);
  const act = (name: string, action: (ports: number[]) => Promise<void>): void => {
    setSent(true);
    setSaid("");
    if (numbers) void deed.run(name, () => action(numbers));
  };
  const search = (event: FormEvent): void => {
    event.preventDefault();
    if (named.length === 0) return setSent(true);
    act("search", async (ports) => put(await api.startDiscovery({ networks: named, ports })));
  };
  const save = (): void => act("save", async (ports) => {
    await api.saveDiscovery({ networks: named, ports, everyHours: Number(hours) });
    setSaid(words.saved);
    reload();
  });
  const offered = [...new Set([0, 6, 24, 168, answer.settings.everyHours])].sort((a, b) => a - b);
  return (
    <form className="card stacked" onSubmit={search} noValidate>
      <Field label={words.networks} hint={words.networksHint} mistake={sent && named.length === 0 ? words.networksMissing : null} value={networks} onChange={setNetworks} name="networks" autoComplete="off" autoCapitalize="off" autoFocus />
      <Field label={words.ports} hint={words.portsHint} mistake={sent && numbers === null ? words.portsInvalid : null} value={ports} onChange={setPorts} name="ports" inputMode="numeric" autoComplete="off" />
      <Select label={words.every} hint={words.everyHint} value={hours} onChange={setHours} options={offered.map((one) => ({ value: String(one), label: words.hours[one] ?? words.everyHours(one) }))} />
      {deed.error ? <Refused error={deed.error} /> : null}
      <div className="buttons">
        {answer.scanning
          ? <button type="button" disabled={deed.busy !== null} onClick={() => void deed.run("stop", api.stopDiscovery).then(reload)}>{words.stop}</button>
          : <button type="submit" className="primary" disabled={deed.busy !== null}><Icon name="search" /> {words.search}</button>}
        <button type="button" disabled={deed.busy !== null} onClick={save}>{words.save}</button>
      </div>
      <p className="hint" role="status">{said}</p>
    </form>
  );
}

function Search({ answer, mayChange }: { answer: Answer; mayChange: boolean }) {
  useNow();
  const { search, servers } = answer;
  if (search === null) return <Empty icon="search" title={words.none} lead={words.noneLead} />;
  const networks = search.networks.map(printable).join(", ");
  return (
    <section className="stacked" aria-labelledby="found">
      <h3 id="found">{words.results}</h3>
      {answer.scanning ? (
        <>
          <progress max={1} value={search.total > 0 ? search.done / search.total : 0} aria-label={words.progress} />
          <p className="figure">{words.running(search.done, search.total)} <span className="muted">{words.begun(ago(search.startedAt, store.now()), printable(search.by))}</span></p>
        </>
      ) : <p role="status">{words.states[search.state]} <span className="muted"><bdi>{words.ended(ago(search.endedAt, store.now()), networks)}</bdi></span></p>}
      {search.skipped > 0 ? <p className="muted">{words.skipped(search.skipped)}</p> : null}
      {servers.length > 0 ? (
        <>
          <PlainTable label={words.results} columns={columns(mayChange)} items={servers} id={addressOf} below={(server) => <Evidence server={server} />} />
          {mayChange ? <p className="hint">{words.compare}</p> : null}
        </>
      ) : null}
      {servers.length === 0 && !answer.scanning ? (
        <Empty icon="search" title={words.nothing} lead={words.nothingLead}>
          {mayChange ? <button type="button" onClick={() => navigate({ form: "add" })}>{words.byAddress}</button> : null}
        </Empty>
      ) : null}
    </section>
  );
}

/** Why it was taken for a server of Proxmox, and the certificate that tells it from another. */
function Evidence({ server }: { server: DiscoveredServer }) {
  return (
    <>
      {server.fingerprint ? <p><span className="muted">{words.fingerprint}</span> <code className="fingerprint">{printable(server.fingerprint)}</code></p> : null}
      <p className="muted"><bdi>{server.evidence.map(printable).join(" ")}</bdi></p>
    </>
  );
}

function columns(mayChange: boolean): readonly PlainColumn<DiscoveredServer>[] {
  const all: PlainColumn<DiscoveredServer>[] = [
    { key: "product", label: words.product, cell: (server) => text.source.products[server.type] },
    { key: "name", label: words.name, cell: (server) => (server.hostname ? <Name>{server.hostname}</Name> : "–") },
    { key: "address", label: words.address, cell: (server) => <bdi>{addressOf(server)}</bdi> },
    { key: "sure", label: words.sure, wide: true, cell: (server) => words.confidence[server.confidence ?? ""] ?? "–" },
    { key: "add", label: words.action, bare: true, cell: (server) => <Adding server={server} mayChange={mayChange} /> },
  ];
  return all;
}

function Adding({ server, mayChange }: { server: DiscoveredServer; mayChange: boolean }) {
  if (server.source !== null) return <span className="muted"><Icon name="check" /> {words.isSource}</span>;
  if (!mayChange) return null;
  const add = (): void => {
    suggest({ product: server.type, address: addressOf(server), fingerprint: server.fingerprint });
    navigate({ form: `add:${server.type}` });
  };
  return <button type="button" aria-label={words.addNamed(printable(server.hostname ?? addressOf(server)))} onClick={add}>{words.add}</button>;
}
