import PulseCore

extension HoursAbove {
    static let containerMemory = HoursAbove(metric: .memoryUsed, total: .memoryTotal, hours: 6, watch: 0.90, warning: 0.95)
    static let containerCPU = HoursAbove(metric: .cpu, hours: 6, watch: 0.90, warning: 0.95)
}

/// What grows or gets old with a container.
struct ContainerCare: Sendable {
    static let update = (info: Duration.days(14), watch: Duration.days(60))
    static let written = (info: Int64(10) << 30, watch: Int64(50) << 30)
}

extension Check {
    static let containerMemory = Check(
        "DOCKER-MEMORY", key: "docker-high-memory", "Container is near its memory limit", .performance, on: [.container],
        needs: HoursAbove.containerMemory.needs,
        page: CheckPage(
            why: "A container that reaches its limit is killed.",
            decides: HoursAbove.containerMemory.words + " Of containers with a memory limit only.",
            advice: "Raise the limit, or find what takes the memory.")
    ) { look in
        guard try look.container().memoryLimit != nil else { return .clear }
        guard look.resource.state.status == .running || look.resource.state.status == .degraded else { return .clear }
        return try HoursAbove.containerMemory.answer(
            look, title: "Container is near its memory limit", what: "The memory of \(look.name) was used",
            advice: "Raise the memory limit of \(look.resource.name), or find in it what takes the memory.")
    }

    static let containerCPU = Check(
        "DOCKER-CPU", key: "docker-high-cpu", "Container is at its processor limit", .performance, on: [.container],
        needs: HoursAbove.containerCPU.needs,
        page: CheckPage(
            why: "It is slowed down by its own limit.",
            decides: HoursAbove.containerCPU.words + " Of containers with a processor limit only; the others are seen at their host.",
            advice: "Raise the limit, or find what keeps it busy."), role: CausalRole(symptoms: [.slow])
    ) { look in
        guard try look.container().processorLimit != nil else { return .clear }
        guard look.resource.state.status == .running || look.resource.state.status == .degraded else { return .clear }
        return try HoursAbove.containerCPU.answer(
            look, title: "Container is at its processor limit", what: "The processors that \(look.name) may use were busy",
            advice: "Raise the processor limit of \(look.resource.name), or find in it what keeps it busy.")
    }

    static let containerUpdate = Check(
        "DOCKER-UPDATE-WAITING", key: "docker-update-available", "Image has had an update for long", .security, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "Old images have holes that are known to everybody.",
            decides: "Info when a newer image was first seen \(Words.duration(ContainerCare.update.info)) ago, watch from "
                + "\(Words.duration(ContainerCare.update.watch)). Not for images that are pinned, made here, or could not be asked for.",
            advice: "Pull the image and make the container anew.")
    ) { look in
        let facts = try look.container()
        guard let update = facts.update else { throw NotEvaluable("Whether there is a newer image was not asked.") }
        guard update.verdict != .unknown else { throw NotEvaluable("The registry: \(update.problem ?? "no answer").") }
        guard update.verdict == .newDigest || update.verdict == .newTag, facts.state == "running" else { return .clear }
        guard let seen = update.firstSeenAt else { return .hidden("Since when there is a newer image is not known.") }
        let age = look.now.since(seen)
        guard age >= ContainerCare.update.info else { return .clear }
        let what = update.verdict == .newTag ? "the tag \(update.latestTag ?? "unknown")" : "a newer image of the same tag"
        return .raised(
            Raised(
                age >= ContainerCare.update.watch ? .watch : .info, "Image has had an update for long",
                description: "For \(facts.image.printable(limit: 160)), which \(look.name) runs, there has been \(what) for \(Words.duration(age)).",
                recommendation: "Read the notes of the release, then pull the image and make \(look.resource.name) anew.",
                evidence: "First seen \(Words.day(seen)).", items: [.fact(look.id, "update", what, at: seen)]))
    }

    static let containerWritten = Check(
        "DOCKER-WRITABLE-LAYER", key: "docker-writable-layer", "Container writes much over its image", .capacity, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "What it writes outside of volumes is lost when it is made anew, and fills the host's disk.",
            decides:
                "Info from \(Words.bytes(ContainerCare.written.info)) written over the image, watch from "
                + "\(Words.bytes(ContainerCare.written.watch)).",
            advice: "Give it a volume for what it writes.")
    ) { look in
        guard let written = try look.container().writtenBytes else { throw NotEvaluable("What it writes was not asked.") }
        guard written >= ContainerCare.written.info else { return .clear }
        return .raised(
            Raised(
                written >= ContainerCare.written.watch ? .watch : .info, "Container writes much over its image",
                description: "\(look.name) has written \(Words.bytes(written)) over its image.",
                recommendation: "Find with `docker diff \(look.resource.name)` what it writes, and give it a volume for that; limit its logs.",
                evidence: "\(Words.bytes(written)) in the writable layer.",
                items: [
                    .fact(look.id, "written", Words.bytes(written)),
                    .limit("info", Words.bytes(ContainerCare.written.info), value: Double(ContainerCare.written.info)),
                ]))
    }
}
