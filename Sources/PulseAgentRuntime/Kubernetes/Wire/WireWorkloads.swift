import PulseCore

/// The template that pods are made of: only the names of the images.
struct WirePodTemplate: Decodable, Sendable {
    struct Container: Decodable, Sendable {
        let image: String?
    }

    struct Spec: Decodable, Sendable {
        let containers: [Container]?
    }

    let spec: Spec?

    var images: [String] {
        var seen: [String] = []
        for image in (spec?.containers ?? []).compactMap(\.image) where !seen.contains(image) { seen.append(image.cut(KubernetesText.name)) }
        return seen
    }
}

/// `Deployment`, `StatefulSet` and `DaemonSet` of `apps/v1`: what they count is named alike but for daemon sets.
struct WireWorkload: Decodable, Sendable {
    struct Spec: Decodable, Sendable {
        let replicas: Int?
        let template: WirePodTemplate?
    }

    struct State: Decodable, Sendable {
        let readyReplicas: Int?
        let updatedReplicas: Int?
        let availableReplicas: Int?
        let desiredNumberScheduled: Int?
        let numberReady: Int?
        let updatedNumberScheduled: Int?
        let numberAvailable: Int?
        let conditions: [WireCondition]?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}

/// `Job` of `batch/v1`.
struct WireJob: Decodable, Sendable {
    struct Spec: Decodable, Sendable {
        let completions: Int?
        let suspend: Bool?
        let template: WirePodTemplate?
    }

    struct State: Decodable, Sendable {
        let active: Int?
        let succeeded: Int?
        let failed: Int?
        let startTime: WireTime?
        let completionTime: WireTime?
        let conditions: [WireCondition]?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}

/// `CronJob` of `batch/v1`.
struct WireCronJob: Decodable, Sendable {
    struct JobTemplate: Decodable, Sendable {
        struct Spec: Decodable, Sendable {
            let template: WirePodTemplate?
        }

        let spec: Spec?
    }

    struct Spec: Decodable, Sendable {
        let schedule: String?
        let suspend: Bool?
        let jobTemplate: JobTemplate?
    }

    struct Reference: Decodable, Sendable {
        let name: String?
    }

    struct State: Decodable, Sendable {
        let active: [Reference]?
        let lastScheduleTime: WireTime?
        let lastSuccessfulTime: WireTime?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: State?
}
