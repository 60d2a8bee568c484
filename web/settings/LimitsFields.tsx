import { text } from "../app/text";
import { TextArea } from "../forms/Field";
import { Checks } from "../forms/Select";
import { limitedKinds, type LimitFields } from "./people";

const words = text.users;

/** Which part of the estate a role or a link shows. */
export function LimitsFields({ fields, onChange, disabled = false }: { fields: LimitFields; onChange: (fields: LimitFields) => void; disabled?: boolean }) {
  return (
    <fieldset className="stacked" disabled={disabled}>
      <legend>{words.limits}</legend>
      <p className="hint">{words.limitsHint}</p>
      <div className="three">
        <TextArea label={words.limitSources} hint={words.limitHint} value={fields.sources} onChange={(sources) => onChange({ ...fields, sources })} rows={2} name="limit-sources" spellCheck={false} />
        <TextArea label={words.limitTags} hint={words.limitHint} value={fields.tags} onChange={(tags) => onChange({ ...fields, tags })} rows={2} name="limit-tags" spellCheck={false} />
      </div>
      <Checks label={words.limitKinds} options={limitedKinds.map((value) => ({ value, label: text.kinds[value] ?? value }))} chosen={fields.kinds} onChange={(kinds) => onChange({ ...fields, kinds: limitedKinds.filter((one) => kinds.includes(one)) })} />
    </fieldset>
  );
}
