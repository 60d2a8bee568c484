import { text } from "../app/text";
import { formatView, navigate, pageAddress, useView } from "../app/url";
import type { WorkList } from "../app/work-api";
import { workWords } from "./text-work";
import { WorkSection } from "./WorkSection";

const lists: readonly WorkList[] = ["tasks", "jobs", "datastore-jobs", "replication", "ha"];

/** What Proxmox does by itself and what it was told to do: tasks, jobs, replication, high availability. */
export function Work() {
  const view = useView();
  const shown = lists.find((one) => one === view.section) ?? "tasks";
  return (
    <div className="resource-page backups">
      <h1 className="hidden">{text.pages.work}</h1>
      <nav className="sections" aria-label={workWords.sectionsLabel}>
        {lists.map((one) => {
          const target = pageAddress("work", { section: one === "tasks" ? null : one });
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
              {workWords.sections[one]}
            </a>
          );
        })}
      </nav>
      <WorkSection key={shown} list={shown} />
    </div>
  );
}
