// What the server says. The shapes are generated; here are the names the page uses for them.

import type { Forecast, HistorySeries } from "./api-types";

export type {
  Authentication, CephFacts, CephResource, ClockState, ClusterFacts, ClusterResource, Condition, ConfiguredSource, ConnectionTest as TestAnswer, ContainerFacts, ContainerResource, DatastoreFacts, DatastoreResource, Delta, DiskAttribute, DiskFacts, DiskResource, Endpoint, FeatureAccess, Filesystem, Forecast,
  GuestAgent, GuestDisk, GuestFacts, GuestResource, Health, History as HistoryAnswer, HistorySeries as Series, HostDisk, HostFacts, HostResource, Kind, KubernetesClaimResource, KubernetesClusterResource, KubernetesCondition, KubernetesContainer, KubernetesNodeResource, KubernetesPodResource, KubernetesWorkloadResource, MailFacts, MailResource, Measurement, MetricName,
  MetricUnit as Unit, MissingPrivilege, NetworkInterface, NodeFacts, NodeResource, PoolDevice, PoolFacts, PoolResource, Problem, Processors, Quality, Recent, Resource, Session, SetupCommand, SetupProgress, Snapshot, SoftwareArray,
  Source as SourceReport, SourceDraft, Status, StorageFacts, StorageResource, SwarmServiceResource, ValueColumns, ZFSPool,
} from "./api-types";

/** Buckets that exist, by their beginning, ascending. One without values marks where a gap begins: nothing is known from there to the next. */
export type Points = HistorySeries["points"];
export type ForecastPoint = Forecast["line"][number];
