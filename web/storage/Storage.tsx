import { storageSections, storageTabs, type StorageSection } from "../app/homes";
import { Empty } from "../app/parts";
import { store, useStructure } from "../app/store";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { formatView, navigate, pageAddress, useView } from "../app/url";
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
      above={<Sections shown={shown} counts={counts} />}
      empty={(
        <Empty icon="storage" title={text.storage.emptyTitle} lead={text.storage.emptyLead}>
          <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{text.overview.addCluster}</button>
        </Empty>
      )}
    />
  );
}

/** The kinds there are; a single one needs no choice. */
function Sections({ shown, counts }: { shown: StorageSection; counts: Partial<Record<StorageSection, number>> }) {
  const filled = (Object.keys(storageSections) as StorageSection[]).filter((one) => counts[one]);
  if (filled.length < 2) return null;
  return (
    <nav className="sections" aria-label={text.estate.sectionsLabel}>
      {filled.map((one) => {
        const target = pageAddress("storage", { section: one === "storages" ? null : one });
        return (
          <a
            key={one}
            href={formatView(target)}
            aria-current={one === shown ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              navigate(target);
            }}
          >
            {text.estate.sections[one]} <span className="muted figure">{(counts[one] ?? 0).toLocaleString("en")}</span>
          </a>
        );
      })}
    </nav>
  );
}
