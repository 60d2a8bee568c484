import PulseCore

extension Check {
    static let containerRestarts = Check(
        "DOCKER-RESTART-RATE", key: "docker-restart-loop", "Container keeps restarting", .reliability, on: [.container],
        needs: [.current(.restarts), .facts],
        page: CheckPage(
            why: "A container that ends again and again serves nobody, and its logs fill up.",
            decides: "By restarts of the last hour that nobody asked for: watch from \(ContainerRule.restarts.watch), warning from "
                + "\(ContainerRule.restarts.warning), critical from \(ContainerRule.restarts.critical). Warning too while the engine waits to "
                + "start it again. "
                + "The count of its whole life means nothing here.", advice: "Read its logs."), role: ContainerRule.role
    ) { look in
        let facts = try look.container()
        let count = Int(try look.current(.restarts))
        let limits = ContainerRule.restarts
        var severity: FindingSeverity? =
            count >= limits.critical ? .critical : count >= limits.warning ? .warning : count >= limits.watch ? .watch : nil
        if facts.state == "restarting", count > 0 { severity = max(severity ?? .warning, .warning) }
        guard let severity else { return .clear }
        let code = facts.exitCode.map { " Its last exit code was \($0)." } ?? ""
        return .raised(
            Raised(
                severity, "Container keeps restarting",
                description: "\(look.name) was restarted \(Words.count(count, "time")) in the last hour.\(code)",
                recommendation: "Read \(ContainerRule.logs(look)) for why it ends; stop it until that is mended.",
                evidence: "\(Words.count(count, "restart")) in an hour, state \(facts.state).\(code)",
                items: [
                    .measurement(look.id, .restarts, Double(count), at: look.now), .limit("watch", "\(limits.watch)", value: Double(limits.watch)),
                ]))
    }

    static let containerDead = Check(
        "DOCKER-DEAD", key: "docker-dead", "Container is dead", .reliability, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "Dead is what the engine calls a container that it could neither run nor remove.",
            decides: "Warning when the engine's state of a container is dead.", advice: "Remove it by force and make it anew."),
        role: ContainerRule.role
    ) { look in
        let facts = try look.container()
        guard facts.state == "dead" else { return .clear }
        return .raised(
            Raised(
                .warning, "Container is dead", description: "\(look.name) could not be stopped or removed by its engine.",
                recommendation: "Run `\(facts.engine) rm -f \(look.resource.name)`; if a mount is busy, restart the engine, then make it anew.",
                evidence: "State dead\(facts.error.map { ": \($0.printable(limit: 160))" } ?? "").", items: [.fact(look.id, "state", "dead")]))
    }

    static let containerUnhealthy = Check(
        "DOCKER-UNHEALTHY", key: "docker-unhealthy", "Container is unhealthy", .reliability, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "Its own health check fails: it runs, and does not serve.",
            decides:
                "Warning when a running container's health is unhealthy. A container without a health check, or whose check still starts, is no "
                + "finding.",
            advice: "Read what the check said, and its logs."), role: CausalRole(symptoms: [.unavailable, .slow])
    ) { look in
        let facts = try look.container()
        guard facts.health == "unhealthy", facts.state == "running" else { return .clear }
        let since = look.resource.state.status == .degraded ? look.resource.state.since : nil
        let output = facts.healthOutput.map { " The check said: \($0.printable(limit: 200))" } ?? ""
        return .raised(
            Raised(
                .warning, "Container is unhealthy",
                description: "The health check of \(look.name) fails\(since.map { " for \(Words.duration(look.now.since($0)))" } ?? "").\(output)",
                recommendation: "Read \(ContainerRule.logs(look)) and run its health check by hand; restart it when the cause is mended.",
                evidence: "Health unhealthy.\(output)", items: [.fact(look.id, "health", "unhealthy", at: since)]))
    }

    static let containerOOM = Check(
        "DOCKER-OOM", key: "docker-oom-killed", "Container was killed for memory", .reliability, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "It wanted more memory than it may have, and will again.",
            decides:
                "Warning when the kernel killed it for memory: within the last \(Words.duration(ContainerRule.oomMemory)) where it runs again, "
                + "within "
                + "\(Words.duration(ContainerRule.forgotten)) where it does not. Not when it was stopped by hand.",
            advice: "Raise its limit, or find what takes the memory."), role: ContainerRule.role
    ) { look in
        let facts = try look.container()
        guard ContainerRule.wasKilledForMemory(facts, at: look.now) else { return .clear }
        let limit = facts.memoryLimit.map { "its limit is \(Words.bytes($0))" } ?? "it has no limit of its own"
        return .raised(
            Raised(
                .warning, "Container was killed for memory",
                description: "The kernel killed \(look.name) for memory\(facts.finishedAt.map { " at \(Words.minute($0))" } ?? ""); \(limit).",
                recommendation:
                    "Raise the memory limit of \(look.resource.name), or limit what it does; see `\(facts.engine) stats \(look.resource.name)`.",
                evidence: "OOM-killed, exit code \(facts.exitCode.map(String.init) ?? "unknown"), \(limit).",
                items: [.fact(look.id, "out of memory", "yes", at: facts.finishedAt)]))
    }

    static let containerExited = Check(
        "DOCKER-EXITED", key: "docker-exited-error", "Container ended with an error", .reliability, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "It was meant to run, failed, and was not started again.",
            decides: "Warning when a container ended by itself with an exit code other than 0 within the last "
                + "\(Words.duration(ContainerRule.forgotten)), and has a restart policy, belongs to a project or had run for "
                + "\(Words.duration(ContainerRule.longLived)). Not when somebody stopped it, not for the codes of signals "
                + "(\(Words.list(ContainerRule.killed.sorted().map(String.init)))) where nobody knows who sent them, and not "
                + "for one-shots: what has no restart policy, belongs to no project and ended within "
                + "\(Words.duration(ContainerRule.longLived)) was tried out.",
            advice: "Read its logs, mend the cause, start it."), role: ContainerRule.role
    ) { look in
        let facts = try look.container()
        guard facts.state == "exited", ContainerRule.isOwnFailure(facts, at: look.now), let code = facts.exitCode else { return .clear }
        return .raised(
            Raised(
                .warning, "Container ended with an error",
                description: "\(look.name) ended by itself with exit code \(code)\(facts.finishedAt.map { " at \(Words.minute($0))" } ?? "").",
                recommendation: "Read \(ContainerRule.logs(look)), mend the cause and run `\(facts.engine) start \(look.resource.name)`.",
                evidence:
                    "Exit code \(code), restart policy \(facts.restartPolicy ?? "no")\(facts.error.map { ", \($0.printable(limit: 160))" } ?? "").",
                items: [.fact(look.id, "exit code", "\(code)", at: facts.finishedAt)]))
    }

    static let containerNotStarted = Check(
        "DOCKER-NOT-STARTED", key: "docker-never-started", "Container could not be started", .reliability, on: [.container], needs: [.facts],
        page: CheckPage(
            why: "It was made and could not be started: a port is taken, a mount is missing.",
            decides:
                "Warning when a container is still as it was made \(Words.duration(ContainerRule.neverStarted)) ago and the engine tells an error. "
                + "One that was only made, without an error, is no finding.", advice: "Read the error."), role: ContainerRule.role
    ) { look in
        let facts = try look.container()
        guard facts.state == "created", let error = facts.error, !error.isEmpty, let made = facts.createdAt else { return .clear }
        guard look.now.since(made) >= ContainerRule.neverStarted else { return .hidden("It was made \(Words.duration(look.now.since(made))) ago.") }
        let text = error.printable(limit: 200)
        return .raised(
            Raised(
                .warning, "Container could not be started", description: "\(look.name) was made and never started: \(text)",
                recommendation: "Mend what the error names, then run `\(facts.engine) start \(look.resource.name)`, or remove it.",
                evidence: text, items: [.fact(look.id, "error", text, at: made)]))
    }
}
