import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago, Loading, Name, Problem, State } from "../app/parts";
import { useMay, useSession } from "../app/permissions";
import { roles as rolesOfServer, users } from "../app/security-api";
import type { Role, User } from "../app/security-types";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Check, Field, PasswordField, ShowPassword, useTouched } from "../forms/Field";
import { Checks } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { emptyUser, userMistakes, type UserFields } from "./people";

const words = text.users;

export function Users() {
  const { form } = useView();
  const all = useAnswer(() => users.all());
  const roles = useAnswer(() => rolesOfServer.all());
  const [said, setSaid] = useState("");
  const done = (sentence: string): void => {
    setSaid(sentence);
    all.reload();
  };
  const names = Object.fromEntries((roles.answer?.roles ?? []).map((role) => [role.id, role.name]));
  if (form !== null) {
    const name = form.startsWith("edit:") ? form.slice("edit:".length) : null;
    const stored = all.answer?.find((one) => one.name === name) ?? null;
    if (roles.error) return <Refused error={roles.error} onRetry={roles.reload} />;
    if (!roles.answer || (name !== null && !all.answer)) return <Loading />;
    if (name !== null && !stored) return <Problem action={<button type="button" onClick={() => navigate({ form: null })}>{words.title}</button>}>{words.gone(printable(name))}</Problem>;
    return <UserForm key={form} stored={stored} roles={roles.answer.roles} onSaved={(sentence) => { done(sentence); navigate({ form: null }); }} />;
  }
  return (
    <section aria-labelledby="users">
      <div className="section-head">
        <h2 id="users">{words.title}</h2>
        <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.add}</button>
      </div>
      <p className="muted">{words.lead}</p>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {all.error ? <Refused error={all.error} onRetry={all.reload} /> : null}
      {!all.answer && !all.error ? <Loading /> : null}
      {all.answer ? (
        <PlainTable
          label={words.title}
          items={all.answer}
          id={(user) => user.name}
          columns={[
            { key: "name", label: words.name, cell: (user) => <UserName user={user} /> },
            { key: "roles", label: words.roles, cell: (user) => user.roles.map((id) => printable(names[id] ?? id)).join(", ") },
            { key: "origin", label: words.origin, wide: true, cell: (user) => words.origins[user.origin] ?? user.origin },
            { key: "sign-in", label: words.lastSignIn, wide: true, cell: (user) => <Ago at={user.lastSignInAt} /> },
            { key: "factor", label: words.secondFactor, wide: true, cell: factorOf },
            { key: "state", label: words.state, cell: (user) => <Standing user={user} /> },
          ]}
          below={(user) => <Actions user={user} onDone={done} />}
        />
      ) : null}
    </section>
  );
}

function UserName({ user }: { user: User }) {
  const session = useSession();
  return <><span className="strong"><Name>{user.name}</Name></span>{user.name === session.user ? <span className="badge">{words.you}</span> : null}</>;
}

function factorOf(user: User): string {
  return [user.totp ? words.codes : "", user.passkeys > 0 ? words.passkeys(user.passkeys) : ""].filter((one) => one !== "").join(", ") || words.none;
}

function isLocked(user: User): boolean {
  return user.lockedUntil !== null && Date.parse(user.lockedUntil) > store.now();
}

function Standing({ user }: { user: User }) {
  if (user.disabled) return <State level="off">{words.states.disabled}</State>;
  if (isLocked(user)) return <span title={words.lockedUntil(absolute(user.lockedUntil))}><State level="warning">{words.states.locked}</State></span>;
  return <State level="ok">{words.states.active}</State>;
}

function Actions({ user, onDone }: { user: User; onDone: (sentence: string) => void }) {
  const deed = useDeed();
  const session = useSession();
  const name = printable(user.name);
  const act = (action: () => Promise<void>, sentence: string) => () => void deed.run("act", action).then((well) => { if (well) onDone(sentence); });
  return (
    <>
      <div className="buttons row-actions">
        <button type="button" onClick={() => navigate({ form: `edit:${user.name}` })} aria-label={words.editTitle(name)}>{words.edit}</button>
        {isLocked(user) ? <button type="button" disabled={deed.busy !== null} onClick={act(() => users.unlock(user.name), words.unlocked(name))}>{words.unlock}</button> : null}
        <button type="button" disabled={deed.busy !== null} onClick={act(() => users.endSessions(user.name), words.ended(name))}>{words.endSessions}</button>
        {user.totp || user.passkeys > 0 ? (
          <Confirm label={words.removeFactor} title={words.removeFactorTitle(name)} lead={words.removeFactorLead} confirm={words.removeFactorConfirm(name)} onConfirm={async () => { await users.removeSecondFactor(user.name); onDone(words.factorRemoved(name)); }} />
        ) : null}
        {user.name === session.user ? null : (
          <Confirm label={words.remove} title={words.removeTitle(name)} lead={words.removeLead} confirm={words.removeConfirm(name)} typed={user.name} onConfirm={async () => { await users.remove(user.name); onDone(words.removed(name)); }} />
        )}
      </div>
      {deed.error ? <Refused error={deed.error} /> : null}
    </>
  );
}

function UserForm({ stored, roles, onSaved }: { stored: User | null; roles: Role[]; onSaved: (sentence: string) => void }) {
  const [fields, setFields] = useState<UserFields>(() => (stored ? { name: stored.name, password: "", roles: stored.roles, disabled: stored.disabled } : emptyUser));
  const [shown, setShown] = useState(false);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mayManage = useMay("users:manage");
  const local = stored === null || stored.origin === "local";
  const mistakes = userMistakes(fields, stored !== null);
  const set = (patch: Partial<UserFields>): void => setFields((former) => ({ ...former, ...patch }));
  const field = (key: keyof UserFields) => ({ onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (Object.keys(mistakes).length > 0) return;
    const name = fields.name.trim();
    void deed.run("save", async () => {
      if (stored) await users.change(name, { ...(local ? { roles: fields.roles } : {}), disabled: fields.disabled, ...(fields.password === "" ? {} : { password: fields.password }) });
      else await users.add({ name, password: fields.password, roles: fields.roles });
      onSaved((stored ? words.saved : words.added)(printable(name)));
    });
  };
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title"><bdi>{stored ? words.editTitle(printable(stored.name)) : words.addTitle}</bdi></h2>
      <form onSubmit={submit} noValidate>
        {stored ? null : <Field label={words.name} hint={words.nameHint} value={fields.name} onChange={(name) => set({ name })} {...field("name")} autoFocus autoComplete="off" autoCapitalize="off" name="new-user" />}
        {local ? (
          <>
            <PasswordField shown={shown} label={stored ? words.newPassword : words.password} hint={stored ? words.newPasswordHint : text.access.passwordRule} value={fields.password} onChange={(password) => set({ password })} {...field("password")} autoComplete="new-password" name="new-password" />
            <ShowPassword shown={shown} onChange={setShown} />
          </>
        ) : null}
        <Checks label={words.roles} disabled={!local} {...(local ? {} : { hint: words.rolesByProvider })} options={roles.map((role) => ({ value: role.id, label: role.name }))} chosen={fields.roles} onChange={(chosen) => set({ roles: chosen })} mistake={touched("roles") ? mistakes.roles ?? null : null} />
        {stored ? <Check label={words.disabled} checked={fields.disabled} onChange={(disabled) => set({ disabled })} /> : null}
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null || !mayManage}>{deed.busy ? text.access.working : stored ? words.save : words.add}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
