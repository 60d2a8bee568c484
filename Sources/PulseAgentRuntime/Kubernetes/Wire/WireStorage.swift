import PulseCore

/// `PersistentVolumeClaim` of `v1`.
struct WireClaim: Decodable, Sendable {
    struct Amounts: Decodable, Sendable {
        let storage: Quantity?
    }

    struct Resources: Decodable, Sendable {
        let requests: Amounts?
    }

    struct Spec: Decodable, Sendable {
        let accessModes: [String]?
        let resources: Resources?
        let storageClassName: String?
        let volumeName: String?
    }

    struct State: Decodable, Sendable {
        let phase: String?
        let capacity: Amounts?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}

/// `PersistentVolume` of `v1`.
struct WireVolume: Decodable, Sendable {
    struct Reference: Decodable, Sendable {
        let namespace: String?
        let name: String?
    }

    struct Spec: Decodable, Sendable {
        let capacity: WireClaim.Amounts?
        let claimRef: Reference?
        let persistentVolumeReclaimPolicy: String?
        let storageClassName: String?
    }

    struct State: Decodable, Sendable {
        let phase: String?
        let message: String?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}
