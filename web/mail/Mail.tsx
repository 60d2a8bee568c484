import { naturally, printable } from "../app/format";
import { proxmoxLink, productOf } from "../app/product";
import { Icon } from "../app/Icon";
import { PageLink } from "../app/PageLink";
import { Empty, Name, Loading, State } from "../app/parts";
import { store, useResource, useStructure } from "../app/store";
import { text } from "../app/text";
import { levelOf } from "../app/trouble";
import type { MailResource } from "../app/types";
import { navigate, pageAddress, useView } from "../app/url";
import { FactList } from "../drawer/facts";
import { HistoryTab } from "../drawer/HistoryTab";
import { MailQueues, MailWeek } from "../drawer/laterTabs";
import { members } from "../drawer/members";
import { MetricList } from "../drawer/MetricList";
import { Members } from "../drawer/tabs";
import { reasonSentence } from "../table/cells";

const words = text.estate.mail;

/** Queue and traffic of the mail gateways, one at a time. */
export function Mail() {
  useStructure();
  const { section } = useView();
  if (!store.loaded) return <Loading />;
  const gateways = [...store.fleet.resources.values()].filter((one): one is MailResource => one.kind === "mail").sort((a, b) => naturally(a.name, b.name));
  const shown = gateways.find((one) => one.source === section) ?? gateways[0];
  if (!shown) {
    return (
      <Empty icon="mail" title={words.emptyTitle} lead={words.emptyLead}>
        <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add:pmg" }))}>{text.sources.addProduct.pmg}</button>
      </Empty>
    );
  }
  return (
    <>
      {gateways.length > 1 ? <Gateways gateways={gateways} shown={shown} /> : null}
      <Gateway key={shown.id} id={shown.id} />
    </>
  );
}

function Gateways({ gateways, shown }: { gateways: MailResource[]; shown: MailResource }) {
  return (
    <nav className="sections" aria-label={words.gateways}>
      {gateways.map((one) => (
        <PageLink key={one.id} to={pageAddress("mail", { section: one.source })} isCurrent={one === shown}><Name>{one.displayName ?? one.name}</Name></PageLink>
      ))}
    </nav>
  );
}

function Gateway({ id }: { id: string }) {
  useStructure();
  const mail = useResource(id);
  if (mail?.kind !== "mail") return null;
  const node = members(store.fleet.resources.values(), mail, "node")[0];
  const link = node ? proxmoxLink(node, productOf(mail.source), undefined) : null;
  return (
    <div className="mail">
      <section aria-labelledby="mail-title">
        <div className="mail-head">
          <h1 id="mail-title"><Name>{mail.displayName ?? mail.name}</Name></h1>
          <State level={levelOf(mail.status)}>{text.statuses[mail.status] ?? mail.status}</State>
          <button type="button" onClick={() => navigate({ open: mail.id, tab: null })}>{words.details}</button>
          {link ? <a href={link} target="_blank" rel="noopener noreferrer" aria-label={`${text.drawer.inProxmox}: ${printable(mail.name)}`}>{text.drawer.inProxmox} <Icon name="outside" size={12} /></a> : null}
        </div>
        {mail.reason ? <p>{reasonSentence(mail.reason, "mail")}</p> : null}
      </section>
      <div className="mail-now">
        <section aria-labelledby="mail-now"><h2 id="mail-now">{words.now}</h2><MetricList resource={mail} /></section>
        <section aria-labelledby="mail-facts"><h2 id="mail-facts">{words.quarantine}</h2><FactList resource={mail} /></section>
        <section aria-labelledby="mail-nodes"><h2 id="mail-nodes">{words.nodes}</h2><Members resource={mail} kind="node" /></section>
      </div>
      <section aria-labelledby="mail-queues"><h2 id="mail-queues">{words.queues}</h2><MailQueues source={mail.source} /></section>
      <section aria-labelledby="mail-week"><h2 id="mail-week">{words.week}</h2><MailWeek source={mail.source} /></section>
      <section aria-labelledby="mail-history"><h2 id="mail-history">{words.history}</h2><HistoryTab resource={mail} /></section>
    </div>
  );
}
