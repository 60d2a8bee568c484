// What /api/ai/patrol says. Written by hand until the server's OpenAPI document has it; the generated shapes take its place then.

export type Severity = "info" | "watch" | "warning" | "critical";
export type FindingCategory = "performance" | "capacity" | "reliability" | "backup" | "security" | "general";
export type FindingState = "open" | "acknowledged" | "snoozed" | "dismissed" | "resolved" | "regressed";
export type DismissReason = "not_an_issue" | "expected_behavior" | "will_fix_later";

export interface PatrolProgress {
  run: string;
  phase: "looking" | "comparing";
  started_at: string;
  done: number;
  total: number;
}

/** The event `patrol` of the stream; its last one says that the run has ended. */
export type PatrolEvent = Omit<PatrolProgress, "phase"> & { phase: PatrolProgress["phase"] | "ended" };

export interface PatrolStatus {
  running: boolean;
  /** Whether it runs by itself. */
  enabled: boolean;
  last_patrol_at?: string;
  next_patrol_at?: string;
  last_duration_ms: number;
  resources_checked: number;
  findings_count: number;
  healthy: boolean;
  interval_ms: number;
  interval_minutes: number;
  license_required: boolean;
  license_status: string;
  upgrade_url?: string;
  summary: Record<"critical" | "warning" | "watch" | "info", number>;
  progress: PatrolProgress | null;
  checks: number;
  troubles: string[];
}

export interface EvidenceMark {
  label: string;
  value: number;
  at?: string;
}

export interface EvidenceItem {
  kind: "measurement" | "series" | "fact" | "record" | "limit";
  resource_id?: string;
  name: string;
  part: string;
  reference?: string;
  text: string;
  value?: number;
  at?: string;
  from?: string;
  to?: string;
  marks: EvidenceMark[];
}

export interface FindingEvent {
  at: string;
  event: "raised" | "escalated" | "eased" | "acknowledged" | "snoozed" | "dismissed" | "reopened" | "resolved" | "regressed";
  severity: Severity;
  by?: string;
  note?: string;
}

export interface Finding {
  id: string;
  key: string;
  check: string;
  severity: Severity;
  category: FindingCategory;
  resource_id: string;
  resource_name: string;
  resource_type: string;
  node?: string;
  /** A part of the resource; empty for all of it. */
  instance: string;
  title: string;
  description: string;
  recommendation: string;
  evidence: string;
  evidence_items: EvidenceItem[];
  detected_at: string;
  last_seen_at: string;
  resolved_at?: string;
  auto_resolved?: boolean;
  resolution?: "condition_gone" | "resource_removed" | "check_retired" | "superseded" | "by_person";
  acknowledged_at?: string;
  acknowledged_by?: string;
  snoozed_until?: string;
  dismissed_reason?: DismissReason;
  user_note?: string;
  times_raised: number;
  regressions: number;
  state: FindingState;
  suppressed: boolean;
  suppressed_by?: string;
  cause?: { finding_id: string; path: string[] };
  consequences: string[];
  unjudged?: string;
  /** Of one that was asked for alone. */
  history?: FindingEvent[];
}

export interface PatrolRun {
  id: string;
  trigger: "schedule" | "person" | "event";
  triggered_by?: string;
  started_at: string;
  completed_at: string;
  duration_ms: number;
  status: "healthy" | "issues_found" | "critical" | "error" | "cancelled";
  scoped: boolean;
  resources_checked: number;
  coverage: Record<string, number>;
  checks_run: number;
  judged: number;
  not_evaluable: number;
  not_evaluable_reasons: { check: string; reason: string; count: number }[];
  failures: { check: string; error: string }[];
  new_findings: number;
  existing_findings: number;
  resolved_findings: number;
  regressed_findings: number;
  suppressed_findings: number;
  findings_summary: string;
  finding_ids: string[];
  resolved_ids: string[];
  error_count: number;
  problem?: string;
}

export interface SuppressionRule {
  id: string;
  resource_id?: string;
  check?: string;
  category?: FindingCategory;
  tag?: string;
  description: string;
  until?: string;
  created_at: string;
  created_by?: string;
  created_from: "manual" | "finding";
  /** Findings that are hidden by it now. */
  hides: string[];
}

export type SuppressionDraft = Partial<Pick<SuppressionRule, "resource_id" | "check" | "category" | "tag" | "until">> & { description: string };

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
  /** How many of its findings are active. */
  findings: number;
}

export interface PatrolSchedule {
  /** 0 is off. */
  interval_minutes: number;
  next_patrol_at?: string;
  minimum_minutes: number;
  maximum_minutes: number;
}
