import type { APIError } from "../app/api";
import { Problem } from "../app/parts";
import { text } from "../app/text";
import { navigate, pageAddress } from "../app/url";
import { patrolPage } from "./text-patrol";

const words = patrolPage.acts;

/** Why something was not done. Of what needs a licence: which feature, and where it is entered. */
export function Refusal({ error, what }: { error: APIError; what: string }) {
  if (error.code !== "license_required") return <Problem>{error.message}</Problem>;
  const feature = String(error.details.feature ?? "");
  const name = text.licence.features[feature]?.name;
  return (
    <div className="notice notice-licence" role="alert">
      <p className="strong">{words.needsLicence(what, name ? `${name} (${feature})` : feature)}</p>
      <p>{error.message}</p>
      <p className="muted">{words.licenceHow}</p>
      <button type="button" onClick={() => navigate(pageAddress("settings", { section: "licence" }))}>{words.toLicence}</button>
    </div>
  );
}
