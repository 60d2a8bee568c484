import { Sections } from "../app/PageLink";
import { text } from "../app/text";
import { pageAddress, useView } from "../app/url";
import { BoardSection } from "./Board";
import { CalendarSection } from "./Calendar";
import { DatastoresSection } from "./Datastores";
import { LeftoversSection } from "./Leftovers";
import { backupWords } from "./text-backups";

const sections = ["board", "leftovers", "datastores", "calendar"] as const;

/** What could be restored, what is nobody's, how the datastores are cared for, and what happened when. */
export function Backups() {
  const view = useView();
  const shown = sections.find((one) => one === view.section) ?? "board";
  return (
    <div className="resource-page backups">
      <h1 className="hidden">{text.pages.backups}</h1>
      <Sections label={backupWords.sectionsLabel} sections={sections} shown={shown} address={(one) => pageAddress("backups", { section: one === "board" ? null : one })}>
        {(one) => backupWords.sections[one]}
      </Sections>
      {shown === "board" ? <BoardSection /> : null}
      {shown === "leftovers" ? <LeftoversSection /> : null}
      {shown === "datastores" ? <DatastoresSection /> : null}
      {shown === "calendar" ? <CalendarSection /> : null}
    </div>
  );
}
