import { storageSections, storageTabs, type StorageSection } from "../app/homes";
import { Sections } from "../app/PageLink";
import { Empty } from "../app/parts";
import { store, useStructure } from "../app/store";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { navigate, pageAddress, useView } from "../app/url";
import { cephColumns, datastoreColumns, diskColumns, poolColumns, storageColumns } from "../table/columns";
import { ResourcePage } from "../table/ResourcePage";

const columns: Record<StorageSection, string[]> = { storages: storageColumns, datastores: datastoreColumns, pools: poolColumns, disks: diskColumns, ceph: cephColumns };
/** Lists that stay the same from tick to tick. */
const kinds: Record<StorageSection, readonly Kind[]> = { storages: ["storage"], datastores: ["datastore"], pools: ["pool"], disks: ["disk"], ceph: ["ceph"] };

/** Everything that keeps data, a table for each kind there is. */
export function Storage() {
  useStructure();
  const { section } = useView();
  const { shown, counts } = storageTabs(store.fleet.resources.values(), section);
  return (
    <ResourcePage
      key={shown}
      page="storage"
      part={shown === "storages" ? null : shown}
      kinds={kinds[shown]}
      columns={columns[shown]}
      tree={false}
      above={<Choice shown={shown} counts={counts} />}
      empty={(
        <Empty icon="storage" title={text.storage.emptyTitle} lead={text.storage.emptyLead}>
          <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{text.overview.addCluster}</button>
        </Empty>
      )}
    />
  );
}

/** The kinds there are; a single one needs no choice. */
function Choice({ shown, counts }: { shown: StorageSection; counts: Partial<Record<StorageSection, number>> }) {
  const filled = (Object.keys(storageSections) as StorageSection[]).filter((one) => counts[one]);
  if (filled.length < 2) return null;
  return (
    <Sections label={text.estate.sectionsLabel} sections={filled} shown={shown} address={(one) => pageAddress("storage", { section: one === "storages" ? null : one })}>
      {(one) => <>{text.estate.sections[one]} <span className="muted figure">{(counts[one] ?? 0).toLocaleString("en")}</span></>}
    </Sections>
  );
}
