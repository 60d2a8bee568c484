import { Icon } from "../app/Icon";
import { Empty } from "../app/parts";
import { useAlone } from "../app/store";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { navigate, pageAddress } from "../app/url";
import { overviewColumns } from "../table/columns";
import { ResourcePage } from "../table/ResourcePage";
import { SourceStrip } from "./SourceStrip";

const kinds: readonly Kind[] = ["cluster", "node", "guest", "host", "mail"];

const strip = <SourceStrip />;

/** The product: sources in a strip, and below it everything that runs. */
export function Overview() {
  const alone = useAlone();
  return (
    <ResourcePage
      page="overview"
      kinds={kinds}
      columns={overviewColumns}
      tree
      above={strip}
      empty={<Empty icon="overview" title={text.overview.emptyTitle} lead={text.overview.nothing}><AddCluster /></Empty>}
      below={alone ? <Empty icon="cluster" title={text.overview.emptyTitle} lead={text.overview.emptyLead}><AddCluster /></Empty> : null}
    />
  );
}

function AddCluster() {
  return (
    <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>
      <Icon name="plus" /> {text.overview.addCluster}
    </button>
  );
}
