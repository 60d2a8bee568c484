import { Empty } from "../app/parts";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import { hostColumns } from "../table/columns";
import { ResourcePage } from "../table/ResourcePage";

const kinds: readonly Kind[] = ["host"];

export function Hosts() {
  return (
    <ResourcePage
      page="hosts"
      kinds={kinds}
      columns={hostColumns}
      tree={false}
      empty={<Empty icon="host" title={text.hosts.emptyTitle} lead={text.hosts.emptyLead} />}
    />
  );
}
