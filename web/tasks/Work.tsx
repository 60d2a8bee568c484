import { Sections } from "../app/PageLink";
import { text } from "../app/text";
import { pageAddress, useView } from "../app/url";
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
      <Sections label={workWords.sectionsLabel} sections={lists} shown={shown} address={(one) => pageAddress("work", { section: one === "tasks" ? null : one })}>
        {(one) => workWords.sections[one]}
      </Sections>
      <WorkSection key={shown} list={shown} />
    </div>
  );
}
