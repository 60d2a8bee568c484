import { Forbidden } from "../app/notices";
import { useMay } from "../app/permissions";
import { text } from "../app/text";
import { formatView, navigate, pageAddress, useView } from "../app/url";
import { Audit } from "./Audit";
import { Webhooks } from "./Webhooks";

const tabs = ["audit", "webhooks"] as const;

/** What was done here, and who else hears of it. */
export function Security() {
  const view = useView();
  const may = useMay("audit:read");
  const tab = tabs.find((one) => one === view.section) ?? "audit";
  return (
    <div className="security">
      <h1>{text.pages.security}</h1>
      {may ? (
        <>
          <nav className="tabs" aria-label={text.pages.security}>
            {tabs.map((one) => {
              const to = pageAddress("security", { section: one === "audit" ? null : one });
              return (
                <a key={one} href={formatView(to)} aria-current={one === tab ? "page" : undefined} onClick={(event) => { event.preventDefault(); navigate(to); }}>{text.audit.tabs[one]}</a>
              );
            })}
          </nav>
          {tab === "audit" ? <Audit /> : <Webhooks />}
        </>
      ) : <Forbidden what={text.audit.forbidden} />}
    </div>
  );
}
