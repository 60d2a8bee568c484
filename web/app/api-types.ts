// Written by scripts/api-types.py from the schemas of the OpenAPI document. Change them there.

export type Anything = Record<string, unknown> | unknown[];

export type Text = string;

export type FindingSeverity = "info" | "watch" | "warning" | "critical";

export type FindingCategory = "performance" | "capacity" | "reliability" | "backup" | "security" | "general";

export type FindingState = "open" | "acknowledged" | "snoozed" | "dismissed" | "resolved" | "regressed";

export type DismissalReason = "not_an_issue" | "expected_behavior" | "will_fix_later";

export interface EvidenceMark {
  label: string;
  value: number;
  at?: string;
}

export interface FindingEvidence {
  kind: "measurement" | "series" | "fact" | "record" | "limit";
  name: string;
  part: string;
  text: string;
  marks: EvidenceMark[];
  resource_id?: string;
  reference?: string;
  value?: number;
  at?: string;
  from?: string;
  to?: string;
}

export interface FindingEvent {
  at: string;
  event: "raised" | "escalated" | "eased" | "acknowledged" | "snoozed" | "dismissed" | "reopened" | "resolved" | "regressed";
  severity: FindingSeverity;
  by?: string;
  note?: string;
}

export interface Finding {
  id: string;
  key: string;
  check: string;
  severity: FindingSeverity;
  category: FindingCategory;
  resource_id: string;
  resource_name: string;
  resource_type: string;
  instance: string;
  title: string;
  description: string;
  recommendation: string;
  evidence: string;
  evidence_items: FindingEvidence[];
  detected_at: string;
  last_seen_at: string;
  state: FindingState;
  times_raised: number;
  regressions: number;
  suppressed: boolean;
  consequences: string[];
  node?: string;
  suppressed_by?: string;
  unjudged?: string;
  acknowledged_at?: string;
  acknowledged_by?: string;
  snoozed_until?: string;
  snoozed_by?: string;
  dismissed_reason?: DismissalReason;
  dismissed_by?: string;
  user_note?: string;
  resolved_at?: string;
  auto_resolved?: boolean;
  resolution?: "condition_gone" | "resource_removed" | "check_retired" | "superseded" | "by_person";
  resolved_by?: string;
  cause?: { finding_id: string; path: string[]; };
  history?: FindingEvent[];
}

export type Findings = Finding[];

export interface PatrolProgress {
  run: string;
  phase: "looking" | "comparing";
  started_at: string;
  done: number;
  total: number;
}

export interface PatrolEvent {
  run: string;
  phase: "looking" | "comparing" | "ended";
  started_at: string;
  done: number;
  total: number;
}

export interface PatrolFrame {
  type: "start" | "content" | "complete" | "error";
  content?: string;
  phase: "analyzing" | "idle";
  run: string;
}

export interface PatrolMark {
  severity: "warning" | "critical";
  count: number;
}

export type PatrolMarks = Record<string, PatrolMark>;

export interface PatrolStatus {
  running: boolean;
  enabled: boolean;
  last_duration_ms: number;
  resources_checked: number;
  interval_ms: number;
  interval_minutes: number;
  findings_count: number;
  healthy: boolean;
  summary: { critical: number; warning: number; watch: number; info: number; };
  suppressed_summary?: { critical: number; warning: number; watch: number; info: number; };
  last_run?: { id: string; status: "healthy" | "issues_found" | "critical" | "error" | "cancelled"; started_at: string; failed_checks: number; problem?: string; };
  license_required: boolean;
  license_status: string;
  progress: PatrolProgress | null;
  checks: number;
  troubles: string[];
  last_patrol_at?: string;
  next_patrol_at?: string;
  upgrade_url?: string;
}

export interface PatrolRun {
  id: string;
  type: string;
  trigger: "schedule" | "person" | "event";
  started_at: string;
  completed_at: string;
  duration_ms: number;
  status: "healthy" | "issues_found" | "critical" | "error" | "cancelled";
  scoped: boolean;
  resources_checked: number;
  nodes_checked: number;
  guests_checked: number;
  docker_checked: number;
  storage_checked: number;
  hosts_checked: number;
  pbs_checked: number;
  kubernetes_checked: number;
  coverage: Record<string, number>;
  checks_run: number;
  judged: number;
  not_evaluable: number;
  not_evaluable_reasons: ({ check: string; reason: string; count: number; })[];
  failures: ({ check: string; error: string; })[];
  error_count: number;
  new_findings: number;
  existing_findings: number;
  resolved_findings: number;
  regressed_findings: number;
  suppressed_findings: number;
  findings_summary: string;
  finding_ids: string[];
  resolved_ids: string[];
  triggered_by?: string;
  problem?: string;
}

export type PatrolRuns = PatrolRun[];

export interface PatrolDone {
  success: boolean;
  message: string;
  cleared?: number;
}

export interface SuppressionRule {
  id: string;
  description: string;
  created_at: string;
  created_from: "manual" | "finding";
  hides: string[];
  resource_id?: string;
  check?: string;
  category?: FindingCategory;
  tag?: string;
  until?: string;
  created_by?: string;
  finding_id?: string;
}

export type SuppressionRules = SuppressionRule[];

export interface NewSuppressionRule {
  description: string;
  resource_id?: string;
  resource_name?: string;
  check?: string;
  category?: FindingCategory;
  tag?: string;
  until?: string;
}

export interface SuppressionMade {
  success: boolean;
  message: string;
  rule: SuppressionRule;
}

export interface FindingAction {
  finding_id: string;
  note?: string;
  reason?: string;
  duration_hours?: number;
}

export interface PatrolCheck {
  code: string;
  key: string;
  title: string;
  category: FindingCategory;
  kinds: string[];
  needs: string[];
  why: string;
  decides: string;
  advice: string;
  may_follow_from?: string[];
  findings: number;
}

export type PatrolChecks = PatrolCheck[];

export interface PatrolSchedule {
  interval_minutes: number;
  minimum_minutes: number;
  maximum_minutes: number;
  next_patrol_at?: string;
}

export interface NewPatrolSchedule {
  interval_minutes: number;
}

export interface BackupPlace {
  resource: string;
  namespace: string;
}

export interface BackupReason {
  code: string;
  weight: "unprotected" | "attention" | "unknown" | "protected";
  sentence: string;
  nextStep: string | null;
  evidence: ({ kind: string; reference: string; })[];
}

export interface BackupCopy {
  name: string;
  at: string;
  size: number | null;
  good: boolean;
  verification: string | null;
  protected: boolean | null;
  encrypted: boolean | null;
  owner: string | null;
  note: string | null;
  proof: "storage" | "copy" | "name" | "task" | "only";
  places: BackupPlace[];
}

export interface GuestBackups {
  id: string;
  source: string;
  name: string;
  type: "qemu" | "lxc";
  vmid: number;
  template: boolean;
  verdict: "unprotected" | "attention" | "unknown" | "protected";
  reasons: BackupReason[];
  lastGoodAt: string | null;
  lastGood: BackupCopy | null;
  lastVerified: BackupCopy | null;
  restorePoints: number;
  bytes: number;
  ambiguous: number;
  dueAt: string | null;
  nextAt: string | null;
  missedRuns: number | null;
  excludedDisks: string[];
  snapshots: number | null;
  oldestSnapshotAt: string | null;
}

export interface RestorePoint {
  at: string;
  good: boolean;
  verified: boolean;
  copies: BackupCopy[];
}

export interface CoveringJob {
  id: string;
  enabled: boolean;
  schedule: string | null;
  storage: string | null;
  comment: string | null;
  dueAt: string | null;
  nextAt: string | null;
  excludedDisks: string[];
}

export interface FailedBackupTask {
  id: string;
  node: string;
  at: string;
  error: string;
  lastLines: string[];
}

export interface GuestBackupDetail {
  id: string;
  source: string;
  name: string;
  type: "qemu" | "lxc";
  vmid: number;
  template: boolean;
  verdict: "unprotected" | "attention" | "unknown" | "protected";
  reasons: BackupReason[];
  lastGoodAt: string | null;
  lastGood: BackupCopy | null;
  lastVerified: BackupCopy | null;
  restorePoints: number;
  bytes: number;
  ambiguous: number;
  dueAt: string | null;
  nextAt: string | null;
  missedRuns: number | null;
  excludedDisks: string[];
  snapshots: number | null;
  oldestSnapshotAt: string | null;
  timeline: RestorePoint[];
  jobs: CoveringJob[];
  failures: FailedBackupTask[];
}

export interface DatastoreCare {
  id: string;
  condition: "attention" | "unknown" | "healthy";
  archives: number;
  failedArchives: number;
  verifiedAt: string | null;
  findings: ({ code: string; condition: string; sentence: string; })[];
}

export interface BackupSummary {
  unprotected: number;
  attention: number;
  unknown: number;
  protected: number;
  orphanBackups: number;
  orphanBytes: number;
  ambiguousBackups: number;
  ambiguousBytes: number;
  undecidedBackups: number;
  undecidedBytes: number;
  hostBackups: number;
  hostBytes: number;
}

export interface BackupBoard {
  at: string;
  summary: BackupSummary;
  guests: GuestBackups[];
  datastores: DatastoreCare[];
  total: number;
  next: string | null;
}

export interface LeftoverBackups {
  kind: "orphan" | "ambiguous" | "undecided" | "host";
  type: "vm" | "ct" | "host";
  backupId: string;
  place: BackupPlace;
  count: number;
  bytes: number;
  newestAt: string;
  note: string | null;
  candidates: string[];
}

export interface LeftoverPage {
  leftovers: LeftoverBackups[];
  total: number;
  next: string | null;
}

export interface BackupCalendar {
  days: ({ day: string; good: number; bad: number; failures: number; bytes: number; })[];
}

export interface LedgerProblem {
  code: string;
  sentence: string;
  nextStep: string;
}

export interface LedgerSection {
  source: string;
  node: string | null;
  guest: string | null;
  at: string | null;
  problem: LedgerProblem | null;
}

export interface TaskItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  type: string;
  subject: string | null;
  user: string | null;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
  error: string | null;
  lastLines: string[];
}

export interface JobItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  enabled: boolean;
  schedule: string | null;
  nextAt: string | null;
  storage: string | null;
  mode: string | null;
  onNode: string | null;
  comment: string | null;
}

export interface DatastoreJobItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  kind: "sync" | "prune" | "verify" | "garbage_collection" | "tape";
  datastore: string;
  namespace: string | null;
  schedule: string | null;
  remote: string | null;
  pool: string | null;
  drive: string | null;
  nextTape: string | null;
  nextAt: string | null;
  lastEndedAt: string | null;
  lastSeconds: number | null;
  outcome: string | null;
  error: string | null;
}

export interface ReplicationItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  target: string | null;
  schedule: string | null;
  enabled: boolean;
  lastSyncAt: string | null;
  lastTryAt: string | null;
  nextAt: string | null;
  seconds: number | null;
  failures: number | null;
  error: string | null;
}

export interface HighAvailabilityItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  state: string | null;
  requestedState: string | null;
  onNode: string | null;
  group: string | null;
}

export interface ServiceItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  title: string | null;
  state: string | null;
  activeState: string | null;
  unitState: string | null;
}

export interface CertificateItem {
  source: string;
  node: string | null;
  guest: string | null;
  file: string;
  subject: string | null;
  issuer: string | null;
  notBefore: string | null;
  notAfter: string | null;
  fingerprint: string | null;
}

export interface UpdateItem {
  source: string;
  node: string | null;
  guest: string | null;
  package: string;
  title: string | null;
  installed: string | null;
  available: string;
  origin: string | null;
}

export interface SnapshotItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  at: string | null;
  parent: string | null;
  note: string | null;
  memory: boolean | null;
  size: number | null;
}

export interface CephItem {
  source: string;
  node: string | null;
  guest: string | null;
  health: string;
  checks: ({ code: string; severity: string; message: string; muted: boolean; })[];
  flags: string[] | null;
  osds: ({ id: number; host: string | null; class: string | null; up: boolean | null; in: boolean | null; used: number | null; total: number | null; })[] | null;
}

export interface MailQueueItem {
  source: string;
  node: string | null;
  guest: string | null;
  queue: string;
  count: number;
  oldestAt: string | null;
  domains: ({ domain: string; count: number; byAge: number[]; })[];
  reasons: ({ reason: string; count: number; })[] | null;
}

export interface TaskPage {
  sections: LedgerSection[];
  items: TaskItem[];
  total: number;
  next: string | null;
}

export interface JobPage {
  sections: LedgerSection[];
  items: JobItem[];
  total: number;
  next: string | null;
}

export interface DatastoreJobPage {
  sections: LedgerSection[];
  items: DatastoreJobItem[];
  total: number;
  next: string | null;
}

export interface ReplicationPage {
  sections: LedgerSection[];
  items: ReplicationItem[];
  total: number;
  next: string | null;
}

export interface HighAvailabilityPage {
  sections: LedgerSection[];
  items: HighAvailabilityItem[];
  total: number;
  next: string | null;
}

export interface CephPage {
  sections: LedgerSection[];
  items: CephItem[];
  total: number;
  next: string | null;
}

export interface TapePage {
  sections: LedgerSection[];
  items: TapeItem[];
  total: number;
  next: string | null;
}

export interface TapeItem {
  source: string;
  node: string | null;
  guest: string | null;
  id: string;
  label: string;
  pool: string | null;
  set: string | null;
  status: string | null;
  location: string | null;
  used: number | null;
  expired: boolean | null;
  catalog: boolean | null;
  labelledAt: string | null;
  setBegunAt: string | null;
}

export interface TapeDrivePage {
  sections: LedgerSection[];
  items: TapeDriveItem[];
  total: number;
  next: string | null;
}

export interface TapeDriveItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  vendor: string | null;
  model: string | null;
  serial: string | null;
  found: boolean;
  changer: string | null;
  numberInChanger: number | null;
  busy: boolean | null;
  work: string | null;
}

export interface TapeChangerPage {
  sections: LedgerSection[];
  items: TapeChangerItem[];
  total: number;
  next: string | null;
}

export interface TapeChangerItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  vendor: string | null;
  model: string | null;
  serial: string | null;
  found: boolean;
}

export interface KernelPage {
  sections: LedgerSection[];
  items: KernelItem[];
  total: number;
  next: string | null;
}

export interface KernelItem {
  source: string;
  node: string | null;
  guest: string | null;
  running: string | null;
  newestInstalled: string | null;
  rebootDue: boolean | null;
}

export interface SubscriptionPage {
  sections: LedgerSection[];
  items: SubscriptionItem[];
  total: number;
  next: string | null;
}

export interface SubscriptionItem {
  source: string;
  node: string | null;
  guest: string | null;
  status: string;
  product: string | null;
  level: string | null;
  nextDueDate: string | null;
}

export interface TrafficRulePage {
  sections: LedgerSection[];
  items: TrafficRuleItem[];
  total: number;
  next: string | null;
}

export interface TrafficRuleItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  limitIn: string | null;
  limitOut: string | null;
  currentIn: number | null;
  currentOut: number | null;
  comment: string | null;
}

export interface MailDomainPage {
  sections: LedgerSection[];
  items: MailDomainItem[];
  total: number;
  next: string | null;
}

export interface MailDomainItem {
  source: string;
  node: string | null;
  guest: string | null;
  domain: string;
  incoming: number;
  outgoing: number;
  spam: number | null;
  virus: number | null;
  bytes: number | null;
}

export interface VirusPage {
  sections: LedgerSection[];
  items: VirusItem[];
  total: number;
  next: string | null;
}

export interface VirusItem {
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  count: number;
}

export interface MailBackupPage {
  sections: LedgerSection[];
  items: MailBackupItem[];
  total: number;
  next: string | null;
}

export interface MailBackupItem {
  source: string;
  node: string | null;
  guest: string | null;
  file: string;
  at: string;
  size: number | null;
}

export interface ServicePage {
  sections: LedgerSection[];
  items: ServiceItem[];
  total: number;
  next: string | null;
}

export interface CertificatePage {
  sections: LedgerSection[];
  items: CertificateItem[];
  total: number;
  next: string | null;
}

export interface UpdatePage {
  sections: LedgerSection[];
  items: UpdateItem[];
  total: number;
  next: string | null;
}

export interface SnapshotPage {
  sections: LedgerSection[];
  items: SnapshotItem[];
  total: number;
  next: string | null;
}

export interface MailQueuePage {
  sections: LedgerSection[];
  items: MailQueueItem[];
  total: number;
  next: string | null;
}

export interface EngineImageRow {
  source: string;
  host: string;
  engine: string;
  imageID: string;
  tags: string[];
  digests: string[];
  size: number | null;
  createdAt: string | null;
  containers: number | null;
}

export interface EngineImageRows {
  rows: EngineImageRow[];
  total: number;
  left_out: number;
}

export interface EngineVolumeRow {
  source: string;
  host: string;
  engine: string;
  name: string;
  driver: string | null;
  mountpoint: string | null;
  size: number | null;
  containers: number | null;
  createdAt: string | null;
  project: string | null;
}

export interface EngineVolumeRows {
  rows: EngineVolumeRow[];
  total: number;
  left_out: number;
}

export interface EngineNetworkRow {
  source: string;
  host: string;
  engine: string;
  networkID: string;
  name: string;
  driver: string | null;
  scope: string | null;
  subnets: string[];
  isInternal: boolean | null;
}

export interface EngineNetworkRows {
  rows: EngineNetworkRow[];
  total: number;
  left_out: number;
}

export interface SwarmNodeRow {
  source: string;
  host: string;
  engine: string;
  nodeID: string;
  hostname: string;
  role: string | null;
  state: string | null;
  availability: string | null;
  isLeader: boolean | null;
  reachability: string | null;
  address: string | null;
  engineVersion: string | null;
}

export interface SwarmNodeRows {
  rows: SwarmNodeRow[];
  total: number;
  left_out: number;
}

export interface KubernetesServiceRow {
  source: string;
  host: string;
  namespace: string;
  name: string;
  type: string;
  addresses: string[];
  ports: string[];
  createdAt: string | null;
}

export interface KubernetesServiceRows {
  rows: KubernetesServiceRow[];
  total: number;
  left_out: number;
}

export interface KubernetesIngressRow {
  source: string;
  host: string;
  namespace: string;
  name: string;
  ingressClass: string | null;
  hosts: string[];
  addresses: string[];
  createdAt: string | null;
}

export interface KubernetesIngressRows {
  rows: KubernetesIngressRow[];
  total: number;
  left_out: number;
}

export interface KubernetesVolumeRow {
  source: string;
  host: string;
  name: string;
  phase: string;
  storageClass: string | null;
  capacity: number | null;
  claim: string | null;
  reclaimPolicy: string | null;
  message: string | null;
}

export interface KubernetesVolumeRows {
  rows: KubernetesVolumeRow[];
  total: number;
  left_out: number;
}

export interface KubernetesEventRow {
  source: string;
  host: string;
  namespace: string;
  objectKind: string;
  objectName: string;
  type: string;
  reason: string;
  message: string;
  count: number;
  firstAt: string | null;
  lastAt: string | null;
}

export interface KubernetesEventRows {
  rows: KubernetesEventRow[];
  total: number;
  left_out: number;
}

export interface InfraUpdate {
  hostId: string;
  hostName: string;
  resourceId: string;
  resourceType: "docker";
  containerId: string;
  containerName: string;
  image: string;
  currentDigest: string | null;
  latestDigest: string | null;
  latestTag: string | null;
  verdict: "current" | "new_digest" | "new_tag" | "not_tracked" | "unknown";
  updateAvailable: boolean;
  lastChecked: number | null;
  firstSeen: string | null;
  error: string | null;
}

export interface InfraUpdates {
  updates: InfraUpdate[];
  total: number;
}

export interface HostInfraUpdates {
  updates: InfraUpdate[];
  total: number;
  hostId: string;
}

export interface InfraCheck {
  hostId?: string;
  resourceId?: string;
}

export interface InfraChecked {
  success: true;
  commandId: string;
  hostId: string;
  message: string;
}

export interface InfraUpdateSummary {
  summaries: Record<string, { hostId: string; hostName: string; totalCount: number; containers: number; }>;
  totalUpdates: number;
}

export interface AgentModule {
  name: string;
  condition: "working" | "limited" | "failing";
  problem: string | null;
  nextStep: string | null;
  kinds: string[];
}

export interface AgentProfileState {
  id: string | null;
  name: string | null;
  serial: number;
  appliedSerial: number | null;
  refused: string[];
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
  interval: number;
  modules: AgentModule[];
  profile: AgentProfileState | null;
  clockOffset: number | null;
  lostReports: number;
  machineShared: boolean;
  isOutdated: boolean;
  clusters: string[];
}

export interface Agents {
  agents: Agent[];
  serverVersion: string;
  agentVersion: string | null;
}

export interface AgentChange {
  tags: string[];
}

export interface AgentProfileChoice {
  profileId?: string | null;
}

export interface EnrolmentCodeDraft {
  minutes?: number;
  uses?: number;
  tags?: string[];
  name?: string | null;
}

export interface EnrolmentCode {
  id: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  uses: number;
  usesLeft: number;
  tags: string[];
  name: string | null;
}

export interface EnrolmentCodes {
  codes: EnrolmentCode[];
}

export interface MadeEnrolmentCode {
  code: string;
  id: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  uses: number;
  usesLeft: number;
  tags: string[];
  name: string | null;
  command: string;
  commandKubernetes: string;
}

export interface EnrolmentRequest {
  code: string;
  publicKey: string;
  hostname: string;
  machineID?: string | null;
  version: string;
  platform: string;
  architecture: string;
  tags: string[];
}

export interface Enrolment {
  agentID: string;
  name: string;
  serverKey: string;
}

export interface SignedProfile {
  payload: string;
  signature: string;
}

export interface AgentUpdate {
  version: string;
  sha256: string;
  size: number;
  signature: string;
}

export interface AgentReply {
  through: number;
  wantsEverything: boolean;
  serverTime: number;
  profile?: SignedProfile;
  update?: AgentUpdate;
  imageCheck?: number;
}

export interface AgentVersion {
  version: string;
}

export interface ProfileDraft {
  name: string;
  description?: string;
  config?: Record<string, unknown>;
}

export interface Profile {
  id: string;
  name: string;
  description: string;
  config: Record<string, unknown>;
  version: number;
  created_at: string;
  updated_at: string;
  assignedAgents: string[];
}

export type Profiles = Profile[];

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
  fallback: string;
}

export type SettingSchemas = SettingSchema[];

export type SettingValue = string | number | boolean | string[] | null;

export interface ProfileVersion {
  version: number;
  config: Record<string, unknown>;
  changed_at: string;
  changed_by: string;
  diff: ({ key: string; from: SettingValue; to: SettingValue; })[];
}

export type ProfileVersions = ProfileVersion[];

export interface ProfileRollback {
  version: number;
}

export interface ProfileAssignmentDraft {
  agent_id: string;
  profile_id: string;
}

export interface ProfileAssignment {
  agent_id: string;
  profile_id: string;
  updated_at: string;
}

export type ProfileAssignments = ProfileAssignment[];

export interface ProfileRule {
  tag?: string | null;
  platform?: string | null;
  module?: string | null;
  profile_id: string;
}

export type ProfileRules = ProfileRule[];

export interface ProfilePreviewDraft {
  agent_id: string;
  config?: Record<string, unknown> | null;
}

export interface ProfilePreview {
  effective: Record<string, { value: SettingValue; from: "default" | "profile"; }>;
  refused: string[];
}

export interface Error {
  error: string;
  code: string;
  details: Record<string, unknown>;
  message?: string;
  feature?: Feature;
  upgrade_url?: string;
  success?: false;
}

export interface Health {
  audit: "ok" | "failing";
  history: "ok" | "over_budget" | "damaged" | "failing" | "engine_away" | "engine_losing";
  status: "healthy" | "unhealthy";
  timestamp: number;
  uptime: number;
  version: string;
  database: "ok" | "failing";
  tickAgeSeconds: number | null;
  sources: { reachable: number; total: number; };
}

export interface Version {
  version: string;
  runtime?: string;
  channel?: string;
}

export interface SetUp {
  code: string;
  username: string;
  password: string;
}

export interface SignIn {
  username: string;
  password: string;
  code?: string;
}

export interface SignInOptions {
  password: boolean;
  passkeys: boolean;
  oidc: { name: string; } | null;
  proxy: boolean;
}

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface Account {
  name: string;
  origin: "local" | "oidc" | "proxy";
  roles: string[];
  totp: boolean;
  recoveryCodesLeft: number;
  passkeys: Passkey[];
  passkeysPossible: boolean;
}

export interface AuthenticatorApp {
  secret: string;
  uri: string;
}

export interface SecondFactorCode {
  code: string;
}

export interface RecoveryCodes {
  recoveryCodes: string[];
}

export interface PublicKeyCredentialReference {
  type: "public-key";
  id: string;
}

export interface PasskeyRegistrationQuestion {
  challengeId: string;
  publicKey: { challenge: string; rp: { id: string; name: string; }; user: { id: string; name: string; displayName: string; }; pubKeyCredParams: ({ type: "public-key"; alg: number; })[]; excludeCredentials: PublicKeyCredentialReference[]; authenticatorSelection: { residentKey: "required"; requireResidentKey: boolean; userVerification: "required"; }; attestation: "none"; timeout: number; };
}

export interface PasskeyRegistration {
  challengeId: string;
  name: string;
  credential: { id: string; clientDataJSON: string; attestationObject: string; };
}

export interface PasskeySignInQuestion {
  challengeId: string;
  publicKey: { challenge: string; rpId: string; allowCredentials: PublicKeyCredentialReference[]; userVerification: "required"; timeout: number; };
}

export interface PasskeySignIn {
  challengeId: string;
  credential: { id: string; clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string | null; };
}

export interface RoleMapping {
  group: string;
  role: string;
}

export interface OIDCSettings {
  enabled: boolean;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  scopes: string[];
  usernameClaim: string;
  emailClaim: string;
  groupsClaim: string;
  allowedGroups: string[];
  allowedDomains: string[];
  allowedEmails: string[];
  roleMapping: RoleMapping[];
  defaultRole: string | null;
  hideLocalSignIn: boolean;
  certificateAuthority: string | null;
  redirectURI: string;
  managed: boolean;
}

export interface OIDCSettingsDraft {
  enabled: boolean;
  name?: string;
  issuer: string;
  clientId: string;
  clientSecret?: string;
  hasSecret?: boolean;
  scopes?: string[];
  usernameClaim?: string;
  emailClaim?: string;
  groupsClaim?: string;
  allowedGroups?: string[];
  allowedDomains?: string[];
  allowedEmails?: string[];
  roleMapping?: RoleMapping[];
  defaultRole?: string | null;
  hideLocalSignIn?: boolean;
  certificateAuthority?: string | null;
  redirectURI?: string;
}

export interface OIDCReport {
  issuer: string | null;
  authorizationEndpoint: string | null;
  tokenEndpoint: string | null;
  jwksURI: string | null;
  keys: number;
  problems: string[];
}

export interface OIDCTrialAddress {
  url: string;
}

export interface OIDCTrial {
  claims: Record<string, string>;
  user: string | null;
  roles: string[];
  allowed: boolean;
  reason: string | null;
}

export interface Session {
  user: string;
  csrfToken?: string;
  demo: boolean;
  version: string;
  permissions: string[];
  roles: string[];
  limited: boolean;
  method: "password" | "oidc" | "proxy" | "passkey" | "link" | "token";
}

export interface Token {
  id: string;
  name: string;
  prefix: string;
  suffix: string;
  scopes: string[];
  owner: string | null;
  networks: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
}

export interface Limits {
  sources?: string[];
  tags?: string[];
  kinds?: Kind[];
}

export interface User {
  name: string;
  roles: string[];
  origin: "local" | "oidc" | "proxy";
  createdAt: string;
  lastSignInAt: string | null;
  totp: boolean;
  passkeys: number;
  disabled: boolean;
  lockedUntil: string | null;
}

export interface Users {
  users: User[];
}

export interface NewUser {
  name: string;
  password: string;
  roles: string[];
}

export interface UserChange {
  roles?: string[];
  disabled?: boolean;
  password?: string;
}

export interface UserSessions {
  sessions: ({ createdAt: string; lastUsedAt: string; address: string | null; method: "password" | "oidc" | "proxy" | "passkey" | "link" | "token"; })[];
}

export interface PasswordChange {
  current: string;
  new: string;
}

export interface Role {
  id: string;
  name: string;
  builtIn: boolean;
  permissions: string[];
  limits: Limits;
  users: number;
}

export interface Roles {
  roles: Role[];
  permissions: ({ name: string; summary: string; })[];
}

export interface NewRole {
  name: string;
  permissions: string[];
  limits?: Limits;
}

export interface ViewerLink {
  id: string;
  name: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  createdBy: string;
  limits: Limits;
}

export interface ViewerLinks {
  links: ViewerLink[];
}

export interface NewViewerLink {
  name: string;
  expiresInDays: number;
  limits?: Limits;
}

export interface MadeViewerLink {
  secret: string;
  path: string;
  record: ViewerLink;
}

export interface LinkSecret {
  secret: string;
}

export interface ProxyAuthentication {
  enabled: boolean;
  networks: string[];
  userHeader: string;
  rolesHeader: string | null;
  logoutURL: string | null;
}

export interface SecurityStatus {
  agentUrl: string | null;
  apiTokenConfigured: boolean;
  apiTokenHint: string | null;
  authLastModified: string | null;
  authUsername: string | null;
  clientIP: string;
  configuredButPendingRestart: boolean;
  credentialsEncrypted: boolean;
  exportProtected: boolean;
  hasAuditLogging: boolean;
  hasAuthentication: boolean;
  hasHTTPS: boolean;
  hasProxyAuth: boolean;
  hideLocalLogin: boolean;
  isPrivateNetwork: boolean | null;
  isTrustedNetwork: boolean | null;
  oidcClientId: string;
  oidcEnabled: boolean;
  oidcIssuer: string;
  oidcLogoutURL: string | null;
  oidcUsername: string | null;
  proxyAuthIsAdmin: boolean;
  proxyAuthLogoutURL: string | null;
  proxyAuthUsername: string | null;
  publicAccess: boolean | null;
  requiresAuth: boolean;
  tokenScopes: string[] | null;
  unprotectedExportAllowed: boolean;
  users: number;
  apiTokens: number;
  oidc: boolean;
  proxyAuth: boolean;
  secondFactorUsers: number;
  auditWritable: boolean;
  tls: boolean;
}

export interface Tokens {
  tokens: Token[];
}

export interface NewToken {
  name: string;
  scopes: string[];
  expiresInDays?: number;
  networks?: string[];
}

export interface MadeToken {
  token: string;
  record: Token;
}

export interface DiscoverySearch {
  state: "running" | "complete" | "cancelled" | "time_up";
  networks: string[];
  ports: number[];
  by: string;
  startedAt: string;
  endedAt: string | null;
  total: number;
  done: number;
  skipped: number;
  found: number;
}

export interface DiscoveredServer {
  ip: string;
  port: number;
  type: "pve" | "pbs" | "pmg";
  hostname: string | null;
  fingerprint: string | null;
  subject: string | null;
  confidence: "certain" | "likely" | "possible" | null;
  evidence: string[];
  source: string | null;
}

export interface DiscoverySettings {
  networks: string[];
  ports?: number[];
  everyHours: number;
}

export interface DiscoveryOrder {
  networks?: string[];
  subnet?: string;
  ports?: number[];
  use_cache?: boolean;
}

export interface Discovery {
  scanning: boolean;
  cached: boolean;
  search: DiscoverySearch | null;
  servers: DiscoveredServer[];
  errors: string[];
  earlier: DiscoverySearch[];
  settings: DiscoverySettings;
}

export type Kind = "cluster" | "node" | "guest" | "storage" | "host" | "datastore" | "pool" | "disk" | "ceph" | "mail" | "container" | "swarm-service" | "k8s-cluster" | "k8s-node" | "k8s-pod" | "k8s-deployment" | "k8s-statefulset" | "k8s-daemonset" | "k8s-job" | "k8s-cronjob" | "k8s-claim";

export type Status = "online" | "offline" | "running" | "stopped" | "paused" | "failing" | "available" | "inactive" | "disabled" | "degraded" | "unknown";

export type MetricName = "cpu" | "ioWait" | "load1" | "memoryUsed" | "memoryTotal" | "swapUsed" | "swapTotal" | "diskUsed" | "diskTotal" | "networkIn" | "networkOut" | "diskRead" | "diskWrite" | "temperature" | "uptime" | "metadataUsed" | "metadataTotal" | "wear" | "dataLogical" | "dataStored" | "queueLength" | "queueAge" | "mailIn" | "mailOut" | "mailSpam" | "mailVirus" | "steal" | "processorPressure" | "memoryPressure" | "ioPressure" | "diskLatency" | "fanSpeed" | "restarts" | "processes" | "zfsCache" | "reallocatedSectors" | "pendingSectors" | "mediaErrors" | "linkErrors" | "networkErrors" | "networkDrops";

export type Quality = "measured" | "estimated" | "stale" | "unknown";

export interface Measurement {
  value: number | null;
  quality?: Quality;
  reason?: string;
  at?: string;
}

export interface Processors {
  model: string | null;
  sockets: number | null;
  cores: number | null;
  threads: number | null;
  megahertz: number | null;
}

export interface NetworkInterface {
  name: string;
  hardwareAddress: string | null;
  addresses: string[];
}

export interface Filesystem {
  mountpoint: string;
  type: string | null;
  device: string | null;
  total: number | null;
  used: number | null;
}

export interface TemperatureReading {
  label: string;
  celsius: number;
}

export interface ClusterFacts {
  clusterName: string | null;
  quorate: boolean | null;
  nodesOnline: number | null;
  nodesTotal: number | null;
}

export interface NodeFacts {
  address: string | null;
  version: string | null;
  kernel: string | null;
  processors: Processors;
  loadAverage: number[] | null;
  startedAt: string | null;
  haState: string | null;
  certificateFingerprint: string | null;
  webAddress: string | null;
}

export type GuestAgent = "not_configured" | "answering" | "silent" | "forbidden" | "not_asked_yet" | "not_applicable";

export interface GuestDisk {
  name: string;
  volume: string;
  storage: string | null;
  size: number | null;
  unused: boolean;
}

export interface GuestFacts {
  type: "qemu" | "lxc";
  vmid: number;
  node: string;
  processors: number | null;
  template: boolean;
  lock: string | null;
  pool: string | null;
  haState: string | null;
  startedAt: string | null;
  agent: GuestAgent;
  osName: string | null;
  entrypoint: string | null;
  hostname: string | null;
  interfaces: NetworkInterface[] | null;
  filesystems: Filesystem[] | null;
  diskSize: number | null;
  balloonTarget: number | null;
  disks: GuestDisk[] | null;
  webAddress: string | null;
}

export interface StorageFacts {
  type: string | null;
  content: string[];
  shared: boolean;
  nodes: string[];
  enabled: boolean | null;
  active: boolean | null;
}

export interface FanReading {
  label: string;
  turns: number;
}

export interface SoftwareArrayMember {
  device: string;
  state: string;
  slot: number | null;
}

export interface SoftwareArray {
  device: string;
  level: string | null;
  state: string;
  devicesWanted: number | null;
  devicesActive: number | null;
  devicesFailed: number | null;
  devicesSpare: number | null;
  isDegraded: boolean | null;
  members: SoftwareArrayMember[];
  action: string | null;
  progress: number | null;
  size: number | null;
}

export interface ZFSPool {
  name: string;
  health: string | null;
  size: number | null;
  allocated: number | null;
  fragmentation: number | null;
  scan: string | null;
  scrubbedAt: string | null;
  errors: string | null;
  readErrors: number | null;
  writeErrors: number | null;
  checksumErrors: number | null;
}

export interface HostDisk {
  device: string;
  model: string | null;
  serial: string | null;
  bus: string | null;
  size: number | null;
  isRotational: boolean | null;
  answer: "answered" | "standby" | "unreadable" | "unsupported" | "not_asked";
  passed: boolean | null;
  celsius: number | null;
  powerOnHours: number | null;
  wear: number | null;
  reallocatedSectors: number | null;
  pendingSectors: number | null;
  uncorrectableErrors: number | null;
  mediaErrors: number | null;
  linkErrors: number | null;
  spareLeft: number | null;
  askedAt: string | null;
}

export interface PackageState {
  manager: string;
  pending: number | null;
  security: number | null;
  listsAt: string | null;
}

export interface ClockState {
  isSynchronised: boolean | null;
  estimatedError: number | null;
}

export interface EngineSwarm {
  clusterID: string | null;
  nodeID: string | null;
  state: string;
  isManager: boolean;
}

export interface EngineFacts {
  product: string;
  version: string | null;
  apiVersion: string | null;
  isRootless: boolean | null;
  storageDriver: string | null;
  swarm: EngineSwarm | null;
  imageBytes: number | null;
  containerBytes: number | null;
  volumeBytes: number | null;
  cacheBytes: number | null;
  reclaimableBytes: number | null;
}

export interface HostFacts {
  hostname: string;
  machineID: string | null;
  osName: string | null;
  kernel: string | null;
  architecture: string | null;
  processors: Processors;
  loadAverage: number[] | null;
  startedAt: string | null;
  filesystems: Filesystem[];
  interfaces: NetworkInterface[];
  temperatures: TemperatureReading[];
  fans: FanReading[] | null;
  arrays: SoftwareArray[] | null;
  pools: ZFSPool[] | null;
  disks: HostDisk[] | null;
  failedUnits: string[] | null;
  packages: PackageState | null;
  isRebootDue: boolean | null;
  clock: ClockState | null;
  engines: EngineFacts[] | null;
  virtualization: string | null;
  productUUID: string | null;
}

export interface DatastoreFacts {
  comment: string | null;
  maintenance: string | null;
  mountStatus: string | null;
  backend: string | null;
  estimatedFullAt: string | null;
  collectedAt: string | null;
  pendingBytes: number | null;
  removedBytes: number | null;
  badChunks: number | null;
  groups: number | null;
  snapshots: number | null;
  error: string | null;
}

export interface PoolDevice {
  name: string;
  depth: number;
  state: string | null;
  readErrors: number | null;
  writeErrors: number | null;
  checksumErrors: number | null;
  message: string | null;
}

export interface PoolFacts {
  type: "zfs" | "lvm_thin";
  node: string;
  health: string | null;
  fragmentation: number | null;
  deduplication: number | null;
  scrubbedAt: string | null;
  scan: string | null;
  errors: string | null;
  action: string | null;
  devices: PoolDevice[] | null;
}

export interface DiskAttribute {
  id: number | null;
  name: string;
  value: number | null;
  worst: number | null;
  threshold: number | null;
  raw: string | null;
  failure: string | null;
}

export interface DiskFacts {
  node: string;
  device: string;
  model: string | null;
  vendor: string | null;
  serial: string | null;
  type: string | null;
  size: number | null;
  rotations: number | null;
  health: string | null;
  usage: string | null;
  osd: number | null;
  powerOnSeconds: number | null;
  mediaErrors: number | null;
  attributes: DiskAttribute[] | null;
}

export interface CephFacts {
  health: string | null;
  osdsTotal: number | null;
  osdsUp: number | null;
  osdsIn: number | null;
  monitorsTotal: number | null;
  monitorsInQuorum: number | null;
  placementGroups: number | null;
  version: string | null;
}

export interface MailFacts {
  nodesTotal: number | null;
  nodesReachable: number | null;
  spamQuarantine: number | null;
  virusQuarantine: number | null;
}

export interface ContainerPort {
  container: number;
  host: number | null;
  transport: string;
  address: string | null;
}

export interface ContainerNetwork {
  name: string;
  addresses: string[];
}

export interface ContainerMount {
  type: string;
  source: string | null;
  destination: string;
  isReadOnly: boolean;
}

export interface ImageUpdate {
  verdict: "current" | "new_digest" | "new_tag" | "not_tracked" | "unknown";
  currentDigest: string | null;
  latestDigest: string | null;
  latestTag: string | null;
  checkedAt: string | null;
  firstSeenAt: string | null;
  problem: string | null;
}

export interface ContainerFacts {
  engine: string;
  containerID: string;
  image: string;
  imageID: string | null;
  imageDigest: string | null;
  state: string;
  health: string | null;
  healthOutput: string | null;
  exitCode: number | null;
  wasOutOfMemory: boolean | null;
  wasStoppedByHand: boolean | null;
  error: string | null;
  createdAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  restartCount: number | null;
  restartPolicy: string | null;
  project: string | null;
  service: string | null;
  replica: number | null;
  pod: string | null;
  processorLimit: number | null;
  memoryLimit: number | null;
  ports: ContainerPort[];
  networks: ContainerNetwork[];
  mounts: ContainerMount[];
  labels: Record<string, string>;
  isPrivileged: boolean | null;
  writtenBytes: number | null;
  update: ImageUpdate | null;
}

export interface SwarmServiceFacts {
  clusterID: string;
  serviceID: string;
  image: string;
  stack: string | null;
  mode: string;
  desired: number | null;
  running: number | null;
  ports: ContainerPort[];
  updateState: string | null;
  updateMessage: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  failures: string[];
}

export interface KubernetesClusterFacts {
  uid: string;
  version: string | null;
  distribution: string | null;
  nodesTotal: number | null;
  nodesReady: number | null;
  podsTotal: number | null;
  podsRunning: number | null;
  namespaces: number | null;
  hasMetrics: boolean | null;
  excludedNamespaces: string[];
  certificates?: KubernetesCertificate[];
}

export interface KubernetesCertificate {
  owner: "api-server" | "agent";
  notBefore: string;
  notAfter: string;
}

export interface KubernetesCondition {
  type: string;
  status: string;
  reason: string | null;
  message: string | null;
  since: string | null;
}

export interface KubernetesNodeFacts {
  isReady: boolean | null;
  isUnschedulable: boolean;
  conditions: KubernetesCondition[];
  roles: string[];
  kubelet: string | null;
  runtime: string | null;
  osName: string | null;
  kernel: string | null;
  architecture: string | null;
  addresses: string[];
  processors: number | null;
  memory: number | null;
  pods: number | null;
  taints: string[];
  createdAt: string | null;
  machineID: string | null;
  systemUUID: string | null;
}

export interface KubernetesContainer {
  name: string;
  image: string | null;
  isInit: boolean;
  isReady: boolean;
  state: string | null;
  reason: string | null;
  message: string | null;
  exitCode: number | null;
  restarts: number;
  lastReason: string | null;
  lastExitCode: number | null;
  lastFinishedAt: string | null;
}

export interface KubernetesPodFacts {
  namespace: string;
  node: string | null;
  phase: string;
  reason: string | null;
  message: string | null;
  ownerKind: string | null;
  ownerName: string | null;
  containers: KubernetesContainer[];
  restarts: number;
  isReady: boolean;
  isTerminating: boolean;
  createdAt: string | null;
  startedAt: string | null;
  quality: string | null;
  addresses: string[];
  processorRequest: number | null;
  processorLimit: number | null;
  memoryRequest: number | null;
  memoryLimit: number | null;
}

export interface KubernetesWorkloadFacts {
  namespace: string;
  images: string[];
  desired: number | null;
  ready: number | null;
  updated: number | null;
  available: number | null;
  conditions: KubernetesCondition[];
  createdAt: string | null;
  active: number | null;
  succeeded: number | null;
  failed: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  ownerName: string | null;
  schedule: string | null;
  isSuspended: boolean | null;
  lastScheduledAt: string | null;
  lastSucceededAt: string | null;
}

export interface KubernetesClaimFacts {
  namespace: string;
  phase: string;
  storageClass: string | null;
  volume: string | null;
  requested: number | null;
  capacity: number | null;
  accessModes: string[];
  createdAt: string | null;
  usedBy: string[];
}

export interface AnyResource {
  id: string;
  handle?: number;
  source: string;
  parent: string | null;
  name: string;
  displayName: string | null;
  note: string;
  tags: string[];
  status: Status;
  reason: string | null;
  since: string | null;
  lastSeen: string;
  metrics: Partial<Record<MetricName, Measurement>>;
}

export type ClusterResource = AnyResource & { kind: "cluster"; facts: ClusterFacts; };

export type NodeResource = AnyResource & { kind: "node"; facts: NodeFacts; };

export type GuestResource = AnyResource & { kind: "guest"; facts: GuestFacts; };

export type StorageResource = AnyResource & { kind: "storage"; facts: StorageFacts; };

export type HostResource = AnyResource & { kind: "host"; facts: HostFacts; };

export type DatastoreResource = AnyResource & { kind: "datastore"; facts: DatastoreFacts; };

export type PoolResource = AnyResource & { kind: "pool"; facts: PoolFacts; };

export type DiskResource = AnyResource & { kind: "disk"; facts: DiskFacts; };

export type CephResource = AnyResource & { kind: "ceph"; facts: CephFacts; };

export type MailResource = AnyResource & { kind: "mail"; facts: MailFacts; };

export type ContainerResource = AnyResource & { kind: "container"; facts: ContainerFacts; };

export type SwarmServiceResource = AnyResource & { kind: "swarm-service"; facts: SwarmServiceFacts; };

export type KubernetesClusterResource = AnyResource & { kind: "k8s-cluster"; facts: KubernetesClusterFacts; };

export type KubernetesNodeResource = AnyResource & { kind: "k8s-node"; facts: KubernetesNodeFacts; };

export type KubernetesPodResource = AnyResource & { kind: "k8s-pod"; facts: KubernetesPodFacts; };

export type KubernetesWorkloadResource = AnyResource & { kind: "k8s-deployment" | "k8s-statefulset" | "k8s-daemonset" | "k8s-job" | "k8s-cronjob"; facts: KubernetesWorkloadFacts; };

export type KubernetesClaimResource = AnyResource & { kind: "k8s-claim"; facts: KubernetesClaimFacts; };

export type Resource = ClusterResource | NodeResource | GuestResource | StorageResource | HostResource | DatastoreResource | PoolResource | DiskResource | CephResource | MailResource | ContainerResource | SwarmServiceResource | KubernetesClusterResource | KubernetesNodeResource | KubernetesPodResource | KubernetesWorkloadResource | KubernetesClaimResource;

export interface ResourcePage {
  resources: Resource[];
  total: number;
  next: string | null;
}

export interface Recent {
  at: string;
  stepSeconds: number;
  points: number;
  series: Record<string, Partial<Record<MetricName, (number | null)[]>>>;
}

export interface HistorySeries {
  resource: string;
  metric: MetricName;
  part: string | null;
  unit: MetricUnit;
  cadenceSeconds: number | null;
  tiers: ("raw" | "minute" | "hour")[];
  points: { t: number[]; avg: (number | null)[]; min: (number | null)[]; max: (number | null)[]; count: number[]; };
}

export type MetricUnit = "ratio" | "bytes" | "bytesPerSecond" | "celsius" | "count" | "seconds";

export interface History {
  from: string;
  to: string;
  stepSeconds: number;
  series: HistorySeries[];
}

export interface Forecast {
  kind: "filling" | "not_filling" | "not_enough_history" | "full";
  sentence: string;
  capacity: number | null;
  fullAt: { earliest: string | null; expected: string; latest: string | null; } | null;
  slopePerDay: number | null;
  line: ({ t: number; value: number; low: number; high: number; })[];
  backTest: { held: number; of: number; } | null;
}

export interface HistorySeriesList {
  series: ({ resource: string; metric: MetricName; part: string | null; unit: MetricUnit; first: string; last: string; })[];
}

export interface AuditWebhookFilter {
  events: string[];
  outcomes: ("intent" | "success" | "failure" | "denied")[];
}

export interface AuditWebhook {
  id: string;
  name: string;
  kind: "webhook" | "splunk" | "syslog_tcp" | "syslog_tls";
  format: "json" | "ecs" | "ocsf" | "cef" | "rfc5424" | "hec";
  url: string;
  filter: AuditWebhookFilter;
  allowPrivateNetworks: boolean;
  paused: boolean;
  disabled: { reason: string; at: string; } | null;
  hasSecret: boolean;
  waiting: number;
  deadLetters: number;
  oldestWaitingAt: string | null;
  lastDeliveryAt: string | null;
  lastError: string | null;
  nextAttemptAt: string | null;
  deliveredSequence: number | null;
  certificateAuthority: string | null;
  skipped: { count: number; fromSequence?: number; toSequence?: number; } | null;
}

export interface AuditWebhooks {
  urls: string[];
  endpoints: AuditWebhook[];
}

export interface AuditWebhookURLs {
  urls: string[];
}

export interface AuditWebhookDraft {
  name?: string;
  kind?: "webhook" | "splunk" | "syslog_tcp" | "syslog_tls";
  format?: "json" | "ecs" | "ocsf" | "cef" | "rfc5424" | "hec";
  url?: string;
  filter?: { events?: string[]; outcomes?: ("intent" | "success" | "failure" | "denied")[]; };
  allowPrivateNetworks?: boolean;
  secret?: string;
  paused?: boolean;
  certificateAuthority?: string;
}

export interface MadeAuditWebhook {
  endpoint: AuditWebhook;
  secret: string | null;
}

export interface AuditWebhookTest {
  delivered: boolean;
  status: number | null;
  answer: string | null;
  error: string | null;
  milliseconds: number;
}

export interface AuditDelivery {
  id: string;
  sequence: number | null;
  event: string;
  state: "delivered" | "waiting" | "dead";
  attempts: number;
  at: string;
  status: number | null;
  error: string | null;
  nextAttemptAt: string | null;
}

export interface AuditDeliveries {
  deliveries: AuditDelivery[];
}

export interface AuditReplay {
  ids?: string[];
  fromSequence?: number;
  toSequence?: number;
  dead?: boolean;
}

export interface Queued {
  queued: number;
}

export interface AuditWebhookSecret {
  secret: string;
}

export interface Annotation {
  displayName?: string | null;
  note?: string | null;
}

export interface Problem {
  code: string;
  sentence: string;
  nextStep: string;
}

export interface MissingPrivilege {
  privilege: string;
  path: string;
  hides: string;
  command: string;
}

export interface Endpoint {
  address: string;
  node: string | null;
  breaker: "closed" | "open" | "half_open";
  retryAt: string | null;
  lastAnswerAt: string | null;
  problem: Problem | null;
  fingerprint: string | null;
}

export type Condition = "connecting" | "reachable" | "degraded" | "unreachable" | "refused";

export interface Source {
  source: string;
  kind: "pve" | "pbs" | "pmg" | "self" | "agent" | "kubernetes";
  name: string;
  condition: Condition;
  version: string | null;
  lastAnswerAt: string | null;
  intervalSeconds: number;
  problems: Problem[];
  missingPrivileges: MissingPrivilege[];
  endpoints: Endpoint[];
}

export interface Snapshot {
  sequence: number;
  at: string;
  demo: boolean;
  sources: Source[];
  resources: Resource[];
}

export type ValueColumns = { handles: string; } & Partial<Record<MetricName, (number | null)[]>>;

export interface Delta {
  sequence: number;
  at: string;
  removed?: string[];
  removedSources?: string[];
  sources?: Source[];
  resources?: Resource[];
  values?: ValueColumns;
}

export type Authentication = { type: "token"; tokenId: string; tokenSecret: string; } | { type: "password"; username: string; password: string; };

export interface SetupOrder {
  type: "pve" | "pbs";
  name?: string;
  host?: string;
}

export interface SetupCommand {
  id: string;
  type: "pve" | "pbs";
  url: string;
  command: string;
  code: string;
  expires: string;
  expiresInSeconds: number;
  warning: string | null;
}

export interface SetupProgress {
  id: string;
  type: "pve" | "pbs";
  expires: string;
  stage: "waiting" | "fetched" | "trying" | "failed" | "done";
  problem: string | null;
  source: string | null;
}

export interface SetupServer {
  type: "pve" | "pbs";
  addresses?: string[];
  tokenId: string;
  tokenSecret: string;
  fingerprint: string;
  node?: string;
  cluster?: string;
}

export interface SetupRegistration {
  source: string;
  name: string;
}

export interface FeatureAccess {
  feature: string;
  readable: boolean;
  changes: boolean;
  missing: MissingPrivilege | null;
}

export interface SourceDraft {
  source?: string;
  kind?: "pve" | "pbs" | "pmg";
  name?: string;
  address?: string;
  fingerprint?: string;
  authentication?: Authentication;
}

export interface SourceAddress {
  address: string;
  node: string | null;
  fingerprint: string | null;
}

export interface ConfiguredSource {
  source: string;
  kind: "pve" | "pbs" | "pmg" | "self" | "agent" | "kubernetes";
  name: string;
  addresses: SourceAddress[];
  authentication: { type: "token" | "password" | "none"; tokenId?: string; username?: string; };
  intervalSeconds: number;
  report: Source | null;
}

export interface ConfiguredSources {
  sources: ConfiguredSource[];
}

export interface AuditEvent {
  id: string;
  timestamp: string;
  event: string;
  user: string;
  ip: string;
  path: string;
  success: boolean;
  details: string;
  fields: Record<string, string>;
  signature: string;
  sequence: number;
  previousHash: string;
  hash: string;
  outcome: "intent" | "success" | "failure" | "denied";
  operation: string;
  actor: "user" | "token" | "link" | "local" | "system" | "anonymous";
  keyId: string;
}

export interface AuditPage {
  events: AuditEvent[];
  total: number;
  totalIsAtLeast: boolean;
  persistentLogging: boolean;
  older: number | null;
  newer: number | null;
}

export interface AuditVerdict {
  available: boolean;
  verified: boolean;
  message: string;
  status: "verified" | "unsigned" | "failed" | "no_key";
}

export interface AuditSummary {
  total_events: number;
  success_count: number;
  failure_count: number;
  events_by_type: Record<string, number>;
  events_by_user: Record<string, number>;
  start_time: string | null;
  end_time: string | null;
  checked: boolean;
  invalid_signature_count: number;
  unsigned_count: number;
}

export interface AuditHead {
  sequence: number;
  root: string;
  at: string;
  publicKey: string;
}

export interface AuditStatus {
  persistent: boolean;
  writable: boolean;
  problem: string | null;
  signing: boolean;
  keyId: string | null;
  events: number;
  firstSequence: number | null;
  headSequence: number | null;
  headHash: string | null;
  checkpoint: AuditHead | null;
  retentionDays: number;
  origin: string | null;
  publicKey: string | null;
}

export interface AuditProblem {
  sequence: number | null;
  kind: "changed" | "missing" | "inserted" | "reordered" | "cut_off" | "signature" | "checkpoint" | "tombstone" | "head" | "key" | "unreadable";
  sentence: string;
}

export interface AuditVerification {
  state: "none" | "running" | "done" | "cancelled" | "failed";
  checked: number;
  total: number;
  startedAt: string | null;
  finishedAt: string | null;
  verdict: "intact" | "damaged" | null;
  problemCount: number;
  problems: AuditProblem[];
  unsigned: number;
  warnings: string[];
}

export interface AuditCheckpoint {
  origin: string;
  number: number;
  sequence: number;
  treeSize: number;
  root: string;
  at: string;
  reason: "hour" | "shutdown" | "retention" | "start" | "key" | "request";
  previous: string;
  signature: string;
  publicKey: string;
}

export interface AuditCheckpoints {
  checkpoints: AuditCheckpoint[];
}

export type Feature = "ai_patrol" | "ai_alerts" | "ai_autofix" | "kubernetes_ai" | "agent_profiles" | "advanced_reporting" | "audit_logging";

export interface LicenseStatus {
  valid: boolean;
  state: "none" | "active" | "grace_period" | "expired" | "clock_set_back" | "unreadable" | "not_genuine";
  sentence: string;
  tier: string;
  license_id: string | null;
  email: string | null;
  expires_at: string | null;
  is_lifetime: boolean;
  days_remaining: number;
  features: Feature[];
  in_grace_period: boolean;
  grace_period_end: string | null;
  max_nodes: number | null;
  max_guests: number | null;
}

export interface LicenseFeatures {
  license_status: string;
  features: { ai_patrol: boolean; ai_alerts: boolean; ai_autofix: boolean; kubernetes_ai: boolean; agent_profiles: boolean; advanced_reporting: boolean; audit_logging: boolean; update_alerts: boolean; };
  upgrade_url: string;
}

export interface LicenseActivation {
  license_key: string;
}

export interface LicenseChange {
  success: boolean;
  message: string;
  status?: LicenseStatus;
}

export interface ConfigurationExport {
  passphrase: string;
}

export interface ExportedConfiguration {
  status: string;
  data: string;
}

export interface ConfigurationImport {
  data: string;
  passphrase: string;
  dryRun?: boolean;
}

export interface ConfigurationChange {
  section: string;
  action: "add" | "change" | "remove" | "keep";
  name: string;
  sentence: string;
}

export interface ImportedConfiguration {
  status: string;
  dryRun: boolean;
  changes: ConfigurationChange[];
  message: string;
}

export interface ConnectionStep {
  asked: string;
  answered: string;
  ok: boolean;
}

export interface Certificate {
  fingerprint: string;
  subject: string | null;
  issuer: string | null;
  notAfter: string | null;
  trustedBySystem: boolean;
  needsConfirmation: boolean;
}

export interface ConnectionTest {
  ok: boolean;
  problem: Problem | null;
  steps: ConnectionStep[];
  certificate: Certificate | null;
  version: string | null;
  clusterName: string | null;
  nodes: string[];
  guests: number | null;
  datastores: string[];
  missingPrivileges: MissingPrivilege[];
  features: FeatureAccess[];
}
