import { Sections } from "../app/PageLink";
import { text } from "../app/text";
import { pageAddress, useView } from "../app/url";
import { ChecksSection } from "./Checks";
import { FindingsSection } from "./Findings";
import { RunsSection } from "./Runs";
import { Strip } from "./Strip";
import { SuppressionsSection } from "./Suppressions";
import { patrolPage } from "./text-patrol";

// With the list, so that a finding of it opens also when the server has gone meanwhile. The same script that the drawer asks for: one imported at once is another.
import("./FindingDrawer").catch(() => undefined);

const sections = ["findings", "runs", "suppressions", "checks"] as const;

/** What patrol found, how it looked, what it was told to be silent about, and what it knows to look for. */
export function Patrol() {
  const view = useView();
  const shown = sections.find((one) => one === view.section) ?? "findings";
  return (
    <div className="resource-page patrol">
      <h1 className="hidden">{text.pages.patrol}</h1>
      <Strip />
      <Sections label={patrolPage.sectionsLabel} sections={sections} shown={shown} address={(one) => pageAddress("patrol", { section: one === "findings" ? null : one })}>
        {(one) => patrolPage.sections[one]}
      </Sections>
      {shown === "findings" ? <FindingsSection /> : null}
      {shown === "runs" ? <RunsSection /> : null}
      {shown === "suppressions" ? <SuppressionsSection /> : null}
      {shown === "checks" ? <ChecksSection /> : null}
    </div>
  );
}
