// Lists that engines and clusters tell through their agents; fetched with the pages that show them.
import { call } from "./api";
import type {
  EngineImageRow, EngineImageRows, EngineNetworkRow, EngineNetworkRows, EngineVolumeRow, EngineVolumeRows, InfraChecked, KubernetesEventRow, KubernetesEventRows, KubernetesIngressRow, KubernetesIngressRows,
  KubernetesServiceRow, KubernetesServiceRows, KubernetesVolumeRow, KubernetesVolumeRows, SwarmNodeRow, SwarmNodeRows,
} from "./api-types";

export type {
  EngineImageRow as ImageRow, EngineNetworkRow as NetworkRow, EngineVolumeRow as VolumeRow, KubernetesEventRow as EventRow, KubernetesIngressRow as IngressRow, KubernetesServiceRow as ServiceRow,
  KubernetesVolumeRow as PersistentVolumeRow, SwarmNodeRow,
};

interface Pages {
  "containers/images": EngineImageRows;
  "containers/volumes": EngineVolumeRows;
  "containers/networks": EngineNetworkRows;
  "containers/swarm-nodes": SwarmNodeRows;
  "kubernetes/services": KubernetesServiceRows;
  "kubernetes/ingresses": KubernetesIngressRows;
  "kubernetes/volumes": KubernetesVolumeRows;
  "kubernetes/events": KubernetesEventRows;
}

export type RecordPath = keyof Pages;
export type RecordRow<Path extends RecordPath> = Pages[Path]["rows"][number];

export interface RecordAnswer<Row> {
  rows: Row[];
  total: number;
  /** Rows that agents did not send, because there are limits. */
  left_out: number;
}

const most = 5_000;

export function records<Path extends RecordPath>(path: Path, signal: AbortSignal, source?: string): Promise<RecordAnswer<RecordRow<Path>>> {
  return call<RecordAnswer<RecordRow<Path>>>("GET", `${path}?${source === undefined ? "" : `source=${encodeURIComponent(source)}&`}limit=${most}`, { signal });
}

/** Has the agent of a container ask registries for all images of its machine now. */
export const checkImages = (resourceId: string) => call<InfraChecked>("POST", "infra-updates/check", { body: { resourceId } });
