// What the server says. The shapes are generated; here are the names the page uses for them.

import type { Forecast, HistorySeries, Session as BareSession } from "./api-types";
import type { Granted } from "./security-types";

export type {
  Authentication, ClusterFacts, ClusterResource, Condition, ConfiguredSource, ConnectionTest as TestAnswer, Delta, Endpoint, Filesystem, Forecast,
  GuestAgent, GuestFacts, GuestResource, Health, History as HistoryAnswer, HistorySeries as Series, HostFacts, HostResource, Kind, Measurement, MetricName,
  MetricUnit as Unit, MissingPrivilege, NetworkInterface, NodeFacts, NodeResource, Problem, Processors, Quality, Recent, Resource, Snapshot,
  Source as SourceReport, SourceDraft, Status, StorageFacts, StorageResource, ValueColumns,
} from "./api-types";

/** Who is signed in, how, and what that allows. */
export type Session = BareSession & Partial<Granted>;

/** Buckets that exist, by their beginning, ascending. One without values marks where a gap begins: nothing is known from there to the next. */
export type Points = HistorySeries["points"];
export type ForecastPoint = Forecast["line"][number];
