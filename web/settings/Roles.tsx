import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Loading, Name, Problem } from "../app/parts";
import { useMay } from "../app/permissions";
import { roles } from "../app/security-api";
import type { Role, Roles as AllRoles } from "../app/security-types";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Field, useTouched } from "../forms/Field";
import { Checks } from "../forms/Select";
import { LimitsFields } from "./LimitsFields";
import { limitFields, limitsOf, limitWords, noLimits, roleMistakes } from "./people";

const words = text.users;

/** What a permission is called, in the words of the page or else of the server. */
export function permissionOptions(all: AllRoles): { value: string; label: string; hint: string }[] {
  return all.permissions.map(({ name, summary }) => ({ value: name, label: text.permissions[name] ?? summary, hint: name }));
}

export function Roles() {
  const { form } = useView();
  const { answer, error, reload } = useAnswer(() => roles.all());
  const [said, setSaid] = useState("");
  const mayManage = useMay("users:manage");
  const done = (sentence: string): void => {
    setSaid(sentence);
    reload();
  };
  if (form !== null && mayManage) {
    const id = form.startsWith("edit:") ? form.slice("edit:".length) : null;
    const stored = answer?.roles.find((one) => one.id === id) ?? null;
    if (!answer) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
    if (id !== null && !stored) return <Problem action={<button type="button" onClick={() => navigate({ form: null })}>{words.rolesTitle}</button>}>{words.roleGone}</Problem>;
    return <RoleForm key={form} stored={stored} all={answer} onSaved={(sentence) => { done(sentence); navigate({ form: null }); }} />;
  }
  return (
    <section aria-labelledby="roles">
      <div className="section-head">
        <h2 id="roles">{words.rolesTitle}</h2>
        {mayManage ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.addRole}</button> : null}
      </div>
      <p className="muted">{words.rolesLead}</p>
      {mayManage ? null : <Forbidden what={words.rolesReadOnly} />}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer?.roles.map((role) => <RoleCard key={role.id} role={role} mayManage={mayManage} onDone={done} />)}
    </section>
  );
}

function RoleCard({ role, mayManage, onDone }: { role: Role; mayManage: boolean; onDone: (sentence: string) => void }) {
  const name = printable(role.name);
  return (
    <article className="card" aria-label={name}>
      <div className="card-head">
        <h3><Name>{role.name}</Name></h3>
        {role.builtIn ? <span className="badge">{words.builtIn}</span> : null}
        <span className="muted">{words.usersOf(role.users)}</span>
      </div>
      <ul className="tags wrap">{role.permissions.map((one) => <li key={one} className="tag" title={one}>{text.permissions[one] ?? printable(one)}</li>)}</ul>
      <p className="muted"><bdi>{printable(limitWords(role.limits))}</bdi></p>
      {mayManage && !role.builtIn ? (
        <div className="buttons">
          <button type="button" aria-label={words.editTitle(name)} onClick={() => navigate({ form: `edit:${role.id}` })}>{words.edit}</button>
          <Confirm label={words.remove} title={words.removeRoleTitle(name)} lead={words.removeRoleLead(role.users)} confirm={words.removeConfirm(name)} onConfirm={async () => { await roles.remove(role.id); onDone(words.removed(name)); }} />
        </div>
      ) : null}
    </article>
  );
}

function RoleForm({ stored, all, onSaved }: { stored: Role | null; all: AllRoles; onSaved: (sentence: string) => void }) {
  const [name, setName] = useState(stored?.name ?? "");
  const [permissions, setPermissions] = useState(stored?.permissions ?? []);
  const [limits, setLimits] = useState(stored ? limitFields(stored.limits) : noLimits);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = roleMistakes(name, permissions, limits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (mistakes.name || mistakes.permissions) return;
    void deed.run("save", async () => {
      const draft = { name: name.trim(), permissions, limits: limitsOf(limits) };
      const saved = stored ? await roles.change(stored.id, draft) : await roles.add(draft);
      onSaved((stored ? words.saved : words.added)(printable(saved.name)));
    });
  };
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title"><bdi>{stored ? words.editTitle(printable(stored.name)) : words.addRole}</bdi></h2>
      <form onSubmit={submit} noValidate>
        <Field label={words.roleName} value={name} onChange={setName} onBlur={() => touch("name")} mistake={touched("name") ? mistakes.name : null} autoFocus autoComplete="off" maxLength={64} name="role" />
        <Checks label={words.permissions} options={permissionOptions(all)} chosen={permissions} onChange={setPermissions} mistake={touched("permissions") ? mistakes.permissions : null} />
        <LimitsFields fields={limits} onChange={setLimits} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null}>{deed.busy ? text.access.working : stored ? words.save : words.addRole}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
