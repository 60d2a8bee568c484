import { useEffect, useMemo, useState } from "react";
import { api, APIError } from "../app/api";
import { bytes, naturally, percent, printable } from "../app/format";
import { Icon, iconOf } from "../app/Icon";
import { Forbidden } from "../app/notices";
import { Name, Problem } from "../app/parts";
import { useMay } from "../app/permissions";
import { store, useResource, useStructure } from "../app/store";
import { text } from "../app/text";
import { current, levelOf, levelOfShare } from "../app/trouble";
import type { Filesystem, NetworkInterface, Resource } from "../app/types";
import { navigate } from "../app/url";
import { ForecastLine } from "../chart/ForecastWords";
import { Meter } from "../chart/Meter";
import { mostParts } from "../chart/plan";
import { useForecasts, type Foreseen } from "../chart/useForecasts";
import { useZone } from "../chart/useZone";
import type { Zone } from "../chart/zone";
import { Field, TextArea } from "../forms/Field";
import { reasonSentence, StateCell } from "../table/cells";
import { members, type MemberKind } from "./members";

const words = text.drawer;

export function Disks({ filesystems, resource }: { filesystems: Filesystem[] | null; resource: Resource }) {
  if (!filesystems || filesystems.length === 0) {
    const disk = resource.metrics.diskUsed;
    return <p className="muted">{words.noFilesystems} {disk?.reason ? reasonSentence(disk.reason) : ""}</p>;
  }
  return <FilesystemList filesystems={filesystems} resource={resource} />;
}

/** File systems with their use and when each will be full; the first few, as each forecast is a question to the server. */
function FilesystemList({ filesystems, resource }: { filesystems: Filesystem[]; resource: Resource }) {
  const [all, setAll] = useState(false);
  const zone = useZone();
  const sorted = useMemo(() => [...filesystems].sort((a, b) => naturally(a.mountpoint, b.mountpoint)), [filesystems]);
  const shown = all ? sorted : sorted.slice(0, mostParts);
  const measured = shown.filter((one) => one.used !== null && one.total !== null).map((one) => one.mountpoint);
  const forecasts = useForecasts(resource.id, "diskUsed", [...new Set(measured)]);
  // One reason for all of them, as a rule: the history, not the file system.
  const failure = [...forecasts.values()].find((one) => one.error !== null)?.error;
  return (
    <>
      {failure ? <Problem>{text.chart.noForecastBecause(failure)}</Problem> : null}
      <ul className="disks">
        {shown.map((one, index) => (
          <Disk key={`${one.mountpoint}${index}`} filesystem={one} zone={zone} foreseen={measured.includes(one.mountpoint) ? forecasts.get(one.mountpoint) : null} />
        ))}
      </ul>
      {shown.length < sorted.length ? <button type="button" onClick={() => setAll(true)}>{text.chart.allFilesystems(sorted.length)}</button> : null}
    </>
  );
}

/** `foreseen` is null where there is nothing to foresee, and undefined while it is being asked. */
function Disk({ filesystem, foreseen, zone }: { filesystem: Filesystem; foreseen: Foreseen | null | undefined; zone: Zone }) {
  const { mountpoint, type, device, used, total } = filesystem;
  const share = used !== null && total !== null && total > 0 ? used / total : null;
  return (
    <li>
      <div className="disk-line"><code className="cut"><bdi>{printable(mountpoint)}</bdi></code><span className="figure strong">{share === null ? "–" : percent(share)}</span></div>
      <Meter value={share} level={share === null ? "unknown" : levelOfShare("disk", share)} />
      <div className="disk-line muted">
        <span className="cut"><bdi>{[type, device].filter((part) => part !== null).map((part) => printable(part ?? "")).join(" · ")}</bdi></span>
        <span className="figure">{text.of(used === null ? "–" : bytes(used), total === null ? "–" : bytes(total))}</span>
      </div>
      {foreseen === null ? null : <ForecastLine foreseen={foreseen} zone={zone} />}
    </li>
  );
}

export function Interfaces({ interfaces, resource }: { interfaces: NetworkInterface[] | null; resource: Resource }) {
  if (!interfaces || interfaces.length === 0) {
    const agent = resource.kind === "guest" && resource.facts.type === "qemu" ? words.agents[resource.facts.agent] : undefined;
    return <p className="muted">{words.noInterfaces} {agent ? `${words.agent}: ${agent}.` : ""}</p>;
  }
  return (
    <ul className="interfaces">
      {interfaces.map((one, index) => (
        <li key={`${one.name}${index}`}>
          <div className="disk-line"><Name className="strong">{one.name}</Name><code className="muted">{one.hardwareAddress ? printable(one.hardwareAddress) : ""}</code></div>
          {one.addresses.length === 0 ? <span className="muted">{words.noAddresses}</span> : one.addresses.map((address) => <code key={address} className="break">{printable(address)}</code>)}
        </li>
      ))}
    </ul>
  );
}

/** What belongs to a node, cluster or mail gateway, of one kind. */
export function Members({ resource, kind }: { resource: Resource; kind: MemberKind }) {
  const structure = useStructure();
  const ids = useMemo(() => members(store.fleet.resources.values(), resource, kind).sort((a, b) => naturally(a.name, b.name)).map((one) => one.id), [resource, kind, structure]);
  if (ids.length === 0) return <p className="muted">{text.estate.members[kind]}</p>;
  return <ul className="members">{ids.slice(0, 500).map((id) => <Member key={id} id={id} />)}</ul>;
}

export function Member({ id }: { id: string }) {
  const resource = useResource(id);
  if (!resource) return null;
  const cpu = current(resource.metrics.cpu);
  return (
    <li>
      <button type="button" className="member" onClick={() => navigate({ open: id, tab: null })}>
        <Icon name={iconOf(resource)} size={14} />
        <Name>{resource.displayName ?? resource.name}</Name>
        <span className="muted figure">{cpu === null ? "" : percent(cpu)}</span>
        <StateCell kind={resource.kind} level={levelOf(resource.status)} status={resource.status} reason={resource.reason} />
      </button>
    </li>
  );
}

/** Display name and note of a resource: ours, not Proxmox's. Saved on purpose, and can be taken back. */
export function Notes({ resource }: { resource: Resource }) {
  const [displayName, setDisplayName] = useState(resource.displayName ?? "");
  const [note, setNote] = useState(resource.note);
  const [error, setError] = useState<string | null>(null);
  const [former, setFormer] = useState<{ displayName: string | null; note: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setDisplayName(resource.displayName ?? "");
    setNote(resource.note);
  }, [resource.id, resource.displayName, resource.note]);
  useEffect(() => setFormer(null), [resource.id]);
  const mayWrite = useMay("monitoring:write");
  const changed = displayName !== (resource.displayName ?? "") || note !== resource.note;

  const put = async (next: { displayName: string | null; note: string }, undo: typeof former): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api.annotate(resource.id, next);
      setFormer(undo);
    } catch (failure) {
      setError(failure instanceof APIError ? failure.message : text.errors.noAnswer);
    }
    setBusy(false);
  };
  return (
    <form
      className="notes"
      onSubmit={(event) => {
        event.preventDefault();
        void put({ displayName: displayName.trim() === "" ? null : displayName.trim(), note }, { displayName: resource.displayName, note: resource.note });
      }}
    >
      <Field label={words.displayName} value={displayName} onChange={setDisplayName} hint={words.displayNameHint} maxLength={100} placeholder={printable(resource.name)} />
      <TextArea label={words.note} value={note} onChange={setNote} hint={words.noteHint} />
      {mayWrite ? null : <Forbidden what={words.notesForbidden} />}
      {error ? <Problem>{error}</Problem> : null}
      <div className="buttons">
        <button type="submit" className="primary" disabled={!changed || busy || !mayWrite}>{text.save}</button>
        <span role="status">{former && !changed ? <>{words.noteSaved}<button type="button" className="link" onClick={() => void put(former, null)}>{text.undo}</button></> : null}</span>
      </div>
    </form>
  );
}
