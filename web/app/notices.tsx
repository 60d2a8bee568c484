// What stands in the place of something that cannot be had: because of a permission, or of a licence.
import { Empty } from "./parts";
import type { APIError } from "./api";
import { Icon } from "./Icon";
import { Problem } from "./parts";
import { text } from "./text";
import { navigate, pageAddress } from "./url";

/** Why something is missing or cannot be pressed here. */
export function Forbidden({ what }: { what: string }) {
  return <p className="notice notice-quiet"><Icon name="security" size={14} /> {what}</p>;
}

/** What a feature is and how to get it; not an error. */
export function Unlicensed({ feature }: { feature: string }) {
  const words = text.licence.features[feature];
  return (
    <Empty icon="security" title={text.licence.neededTitle(words?.name ?? feature)} lead={words?.what ?? text.licence.neededLead}>
      <p className="muted">{text.licence.neededHow}</p>
      <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "licence" }))}>{text.licence.toLicence}</button>
    </Empty>
  );
}

/** A refusal of the server in its own words, or what stands behind its status. */
export function Refused({ error, onRetry }: { error: APIError; onRetry?: () => void }) {
  if (error.code === "license_required") return <Unlicensed feature={String(error.details.feature ?? "")} />;
  return <Problem action={onRetry ? <button type="button" onClick={onRetry}>{text.retry}</button> : undefined}>{error.message}</Problem>;
}
