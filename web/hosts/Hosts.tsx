import { Icon } from "../app/Icon";
import { Empty } from "../app/parts";
import { useMay } from "../app/permissions";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { navigate, pageAddress } from "../app/url";
import { ResourcePage } from "../table/ResourcePage";
import { hostColumns, usualHostColumns } from "./columns";
import { hostWords } from "./text-hosts";

const kinds: readonly Kind[] = ["host"];

/** Machines that are measured from inside. */
export function Hosts() {
  return (
    <ResourcePage
      page="hosts"
      kinds={kinds}
      columns={hostColumns}
      usual={usualHostColumns}
      tree={false}
      tools={<AddAgents />}
      empty={<Empty icon="host" title={hostWords.emptyTitle} lead={hostWords.emptyLead} />}
    />
  );
}

/** The one step that fills these pages. */
export function AddAgents() {
  if (!useMay("settings:write")) return null;
  return <button type="button" onClick={() => navigate(pageAddress("settings", { section: "agents", form: "add" }))}><Icon name="plus" /> {text.agents.add}</button>;
}
