// What the server says. The shapes are generated; here are the names the page uses for them.

export type {
  Authentication, ClusterFacts, ClusterResource, Condition, ConfiguredSource, ConnectionTest as TestAnswer, Delta, Endpoint, Filesystem, GuestAgent,
  GuestFacts, GuestResource, HostFacts, HostResource, Kind, Measurement, MetricName, MissingPrivilege, NetworkInterface, NodeFacts, NodeResource,
  Problem, Processors, Quality, Recent, Resource, Session, Snapshot, Source as SourceReport, SourceDraft, Status, StorageFacts, StorageResource,
  ValueColumns,
} from "./api-types";
