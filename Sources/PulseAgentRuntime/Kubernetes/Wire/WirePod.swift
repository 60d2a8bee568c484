import PulseCore

/// `Pod` of `v1`. The environment of containers is not among what is read.
struct WirePod: Decodable, Sendable {
    struct Amounts: Decodable, Sendable {
        let cpu: Quantity?
        let memory: Quantity?
    }

    struct Resources: Decodable, Sendable {
        let limits: Amounts?
        let requests: Amounts?
    }

    struct Container: Decodable, Sendable {
        let name: String
        let image: String?
        let resources: Resources?
        /// `Always` of an init container that goes on beside the others.
        let restartPolicy: String?
    }

    struct Volume: Decodable, Sendable {
        struct Claim: Decodable, Sendable {
            let claimName: String
        }

        let persistentVolumeClaim: Claim?
    }

    struct Spec: Decodable, Sendable {
        let nodeName: String?
        let containers: [Container]?
        let initContainers: [Container]?
        let volumes: [Volume]?
    }

    struct Waiting: Decodable, Sendable {
        let reason: String?
        let message: String?
    }

    struct Running: Decodable, Sendable {}

    struct Terminated: Decodable, Sendable {
        let exitCode: Int?
        let reason: String?
        let finishedAt: WireTime?
    }

    struct ContainerState: Decodable, Sendable {
        let waiting: Waiting?
        let running: Running?
        let terminated: Terminated?
    }

    struct ContainerStatus: Decodable, Sendable {
        let name: String
        let state: ContainerState?
        let lastState: ContainerState?
        let ready: Bool?
        let restartCount: Int?
    }

    struct Address: Decodable, Sendable {
        let ip: String?
    }

    struct State: Decodable, Sendable {
        let phase: String?
        let reason: String?
        let message: String?
        let startTime: WireTime?
        let qosClass: String?
        let podIPs: [Address]?
        let conditions: [WireCondition]?
        let containerStatuses: [ContainerStatus]?
        let initContainerStatuses: [ContainerStatus]?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}
