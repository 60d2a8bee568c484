import { later } from "../app/Later";

const Tab = later<{ id: string }>(() => import("../backups/GuestTab").then((script) => script.GuestTab));

export function BackupsTab({ id }: { id: string }) {
  return <Tab id={id} />;
}
