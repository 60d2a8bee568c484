// Agents and their profiles; fetched with the sections of the settings that show them.
import { call } from "./api";

export interface AgentModule {
  name: string;
  condition: "working" | "limited" | "failing";
  problem: string | null;
  nextStep: string | null;
  kinds: string[];
}

export interface Agent {
  id: string;
  source: string;
  name: string;
  hostname: string;
  origin: "enrolled" | "v5";
  version: string;
  platform: string;
  architecture: string;
  tags: string[];
  enrolledAt: string;
  revokedAt: string | null;
  lastSeenAt: string | null;
  condition: "reporting" | "overdue" | "revoked" | "never";
  interval: number | null;
  modules: AgentModule[];
  profile: { id: string | null; name: string | null; serial: number; appliedSerial: number | null; refused: string[] } | null;
  /** Seconds by which its clock is ahead. */
  clockOffset: number | null;
  lostReports: number;
  /** Another agent reports the same machine id: one was cloned. */
  machineShared: boolean;
  isOutdated: boolean;
  /** Sources of the clusters that it watches. */
  clusters: string[];
}

export interface AgentList {
  agents: Agent[];
  serverVersion: string;
  agentVersion: string | null;
}

export interface AgentCode {
  id: string;
  expiresAt: string;
  usesLeft: number;
  createdBy: string;
}

export interface NewCode {
  code: string;
  expiresAt: string;
  uses: number;
  command: string;
  commandKubernetes: string | null;
}

export type SettingValue = boolean | number | string | string[];
export type ProfileConfig = Record<string, SettingValue>;

/** A setting of an agent as the agent itself describes it. */
export interface SettingSchema {
  key: string;
  kind: "flag" | "number" | "choice" | "texts";
  minimum: number | null;
  maximum: number | null;
  unit: string | null;
  choices: string[] | null;
  maximumCount: number | null;
  maximumBytes: number | null;
  meaning: string;
  fallback: SettingValue | null;
}

export interface Profile {
  id: string;
  name: string;
  description: string | null;
  config: ProfileConfig;
  version: number;
  created_at: string;
  updated_at: string;
  assignedAgents: string[];
}

export interface ProfileVersion {
  version: number;
  config: ProfileConfig;
  changed_at: string;
  changed_by: string | null;
  diff: { key: string; from: SettingValue | null; to: SettingValue | null }[];
}

export interface ProfileRule {
  tag: string | null;
  platform: string | null;
  module: "docker" | "kubernetes" | "host" | null;
  profile_id: string;
}

export interface ProfilePreview {
  effective: Record<string, { value: SettingValue; from: "default" | "local" | "profile" }>;
  refused: string[];
}

export interface ProfileDraft {
  name: string;
  description: string;
  config: ProfileConfig;
}

const of = encodeURIComponent;

export const agents = {
  all: (signal?: AbortSignal) => call<AgentList>("GET", "agents", signal ? { signal } : {}),
  revoke: (id: string, forget: boolean) => call<void>("DELETE", `agents/${of(id)}${forget ? "?forget=true" : ""}`),
  tag: (id: string, tags: string[]) => call<void>("PUT", `agents/${of(id)}`, { body: { tags } }),
  assign: (id: string, profileId: string | null) => call<void>("PUT", `agents/${of(id)}/profile`, { body: { profileId } }),
  codes: async (signal?: AbortSignal) => codesOf(await call<AgentCode[] | { codes: AgentCode[] }>("GET", "agents/codes", signal ? { signal } : {})),
  makeCode: (order: { minutes: number; uses: number; tags: string[]; name: string | null }) => call<NewCode>("POST", "agents/codes", { body: order }),
  removeCode: (id: string) => call<void>("DELETE", `agents/codes/${of(id)}`),
};

function codesOf(answer: AgentCode[] | { codes: AgentCode[] }): AgentCode[] {
  return Array.isArray(answer) ? answer : answer.codes;
}

export const profiles = {
  all: (signal?: AbortSignal) => call<Profile[]>("GET", "admin/profiles", signal ? { signal } : {}),
  schema: (signal?: AbortSignal) => call<SettingSchema[]>("GET", "admin/profiles/schema", signal ? { signal } : {}),
  add: (draft: ProfileDraft) => call<Profile>("POST", "admin/profiles", { body: draft }),
  change: (id: string, draft: ProfileDraft) => call<Profile>("PUT", `admin/profiles/${of(id)}`, { body: draft }),
  remove: (id: string) => call<void>("DELETE", `admin/profiles/${of(id)}`),
  versions: (id: string, signal?: AbortSignal) => call<ProfileVersion[]>("GET", `admin/profiles/${of(id)}/versions`, signal ? { signal } : {}),
  rollBack: (id: string, version: number) => call<Profile>("POST", `admin/profiles/${of(id)}/rollback`, { body: { version } }),
  rules: (signal?: AbortSignal) => call<ProfileRule[]>("GET", "admin/profiles/rules", signal ? { signal } : {}),
  saveRules: (rules: ProfileRule[]) => call<void>("PUT", "admin/profiles/rules", { body: rules }),
  preview: (agentId: string, config: ProfileConfig | null, signal?: AbortSignal) =>
    call<ProfilePreview>("POST", "admin/profiles/preview", { body: { agent_id: agentId, config }, ...(signal ? { signal } : {}) }),
};
