// Agents and their profiles; fetched with the sections of the settings that show them.
import { call } from "./api";
import type { Agent, Agents, EnrolmentCode, EnrolmentCodes, MadeEnrolmentCode, Profile, ProfilePreview, ProfileRule, ProfileVersion, SettingSchema } from "./api-types";

export type { Agent, AgentModule, Agents as AgentList, EnrolmentCode as AgentCode, MadeEnrolmentCode as NewCode, Profile, ProfilePreview, ProfileRule, ProfileVersion, SettingSchema, SettingValue } from "./api-types";

/** Values by the agent's own names of them. */
export type ProfileConfig = Record<string, unknown>;

export interface ProfileDraft {
  name: string;
  description: string;
  config: ProfileConfig;
}

const of = encodeURIComponent;

export const agents = {
  all: (signal?: AbortSignal) => call<Agents>("GET", "agents", signal ? { signal } : {}),
  revoke: (id: string, forget: boolean) => call<void>("DELETE", `agents/${of(id)}${forget ? "?forget=true" : ""}`),
  tag: (id: string, tags: string[]) => call<Agent>("PUT", `agents/${of(id)}`, { body: { tags } }),
  assign: (id: string, profileId: string | null) => call<Agent>("PUT", `agents/${of(id)}/profile`, { body: { profileId } }),
  codes: async (signal?: AbortSignal): Promise<EnrolmentCode[]> => (await call<EnrolmentCodes>("GET", "agents/codes", signal ? { signal } : {})).codes,
  makeCode: (order: { minutes: number; uses: number; tags: string[]; name: string | null }) => call<MadeEnrolmentCode>("POST", "agents/codes", { body: order }),
  removeCode: (id: string) => call<void>("DELETE", `agents/codes/${of(id)}`),
};

export const profiles = {
  all: (signal?: AbortSignal) => call<Profile[]>("GET", "admin/profiles", signal ? { signal } : {}),
  schema: (signal?: AbortSignal) => call<SettingSchema[]>("GET", "admin/profiles/schema", signal ? { signal } : {}),
  add: (draft: ProfileDraft) => call<Profile>("POST", "admin/profiles", { body: draft }),
  change: (id: string, draft: ProfileDraft) => call<Profile>("PUT", `admin/profiles/${of(id)}`, { body: draft }),
  remove: (id: string) => call<void>("DELETE", `admin/profiles/${of(id)}`),
  versions: (id: string, signal?: AbortSignal) => call<ProfileVersion[]>("GET", `admin/profiles/${of(id)}/versions`, signal ? { signal } : {}),
  rollBack: (id: string, version: number) => call<Profile>("POST", `admin/profiles/${of(id)}/rollback`, { body: { version } }),
  rules: (signal?: AbortSignal) => call<ProfileRule[]>("GET", "admin/profiles/rules", signal ? { signal } : {}),
  saveRules: (rules: readonly ProfileRule[]) => call<ProfileRule[]>("PUT", "admin/profiles/rules", { body: rules }),
  preview: (agentId: string, config: ProfileConfig | null, signal?: AbortSignal) =>
    call<ProfilePreview>("POST", "admin/profiles/preview", { body: { agent_id: agentId, config }, ...(signal ? { signal } : {}) }),
};
