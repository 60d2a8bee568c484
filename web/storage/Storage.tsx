import { Empty } from "../app/parts";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { navigate, pageAddress } from "../app/url";
import { storageColumns } from "../table/columns";
import { ResourcePage } from "../table/ResourcePage";

const kinds: readonly Kind[] = ["storage"];

export function Storage() {
  return (
    <ResourcePage
      page="storage"
      kinds={kinds}
      columns={storageColumns}
      tree={false}
      empty={(
        <Empty icon="storage" title={text.storage.emptyTitle} lead={text.storage.emptyLead}>
          <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{text.overview.addCluster}</button>
        </Empty>
      )}
    />
  );
}
