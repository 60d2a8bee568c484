import Logging
import PulseAudit
import PulseCore
import ServiceLifecycle
import Synchronization

/// Looks after the audit log while the server runs: start and stop are events, every hour is signed, and what is too old is removed.
final class AuditKeeper: Service {
    private static let interval = Duration.seconds(10)

    private let place: AuditPlace
    private let trail: any AuditTrail
    private let retention: AuditRetention
    private let version: String
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let trouble: Trouble
    private let schedule: Mutex<AuditSchedule>
    private let hasBegun = Mutex(false)

    init(
        _ place: AuditPlace, trail: any AuditTrail, retention: AuditRetention, version: String, now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        (self.place, self.trail, self.retention, self.version) = (place, trail, retention, version)
        (self.now, self.logger) = (now, logger)
        trouble = Trouble("Could not look after the audit log", again: "The audit log is looked after again", logger: logger)
        schedule = Mutex(AuditSchedule(retention, startedAt: now()))
    }

    func run() async throws {
        await begin()
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: Self.interval) } catch is CancellationError { return }
                await self.tend(at: self.now())
            }
        }
        await end()
    }

    /// Says that the server started, as soon as that can be kept.
    func begin() async {
        let isFirst = hasBegun.withLock { $0 == false }
        guard isFirst, (try? await trail.record(Self.event("startup", ["version": version], at: now()))) != nil else { return }
        hasBegun.withLock { $0 = true }
        await sign(.start)
    }

    /// What is due; tests call it with their own time.
    func tend(at now: Timestamp) async {
        await place.service.check()
        await begin()
        for duty in schedule.withLock({ $0.due(at: now) }) {
            switch duty {
            case .checkpoint: await sign(.hour)
            case .cleanup: await cleanUp(at: now)
            }
        }
        await attempt { try $0.tidy() }
    }

    func end() async {
        try? await trail.record(Self.event("shutdown", [:], at: now()))
        await sign(.shutdown)
    }

    /// A checkpoint is an event as well: so its line leaves by webhooks, and whoever receives them is a witness. Every hour has one, so that an hour
    /// without other events can be told from one whose events are missing.
    private func sign(_ reason: Checkpoint.Reason) async {
        let (now, file) = (now(), place.checkpoints)
        await attempt { log in
            guard let made = try log.makeCheckpoint(reason, at: now) else { return }
            try file.bringUpToDate(with: log)
            let line = String(decoding: try CheckpointLine(made, of: log.identity).json(), as: UTF8.self)
            try log.append([Self.event("audit.checkpoint", ["size": "\(made.size)", "reason": reason.rawValue, "checkpoint": line], at: now)])
        }
    }

    private func cleanUp(at now: Timestamp) async {
        guard let cutoff = retention.cutoff(at: now) else { return }
        let (days, file, logger) = (retention.days, place.checkpoints, logger)
        let removed = await attempt { log in
            guard let tombstone = try log.removeEvents(before: cutoff, days: days, at: now) else { return false }
            try file.bringUpToDate(with: log)
            try log.giveBack()
            logger.notice("Old events were removed from the audit log", metadata: ["last": "\(tombstone.last)", "count": "\(tombstone.count)"])
            return true
        }
        if removed == true { schedule.withLock { $0.cleanUpSoon(at: now) } }
    }

    @discardableResult
    private func attempt<Value: Sendable>(_ body: @escaping @Sendable (AuditLog) throws -> Value) async -> Value? {
        do {
            let value = try await place.service.withLog(body)
            trouble.note(nil)
            return value
        } catch {
            trouble.note((error as? AuditUnavailable)?.reason ?? "\(error)")
            return nil
        }
    }

    private static func event(_ name: String, _ details: [String: String], at now: Timestamp) -> AuditEvent {
        AuditEvent(id: Randomness.identifier(), at: now, event: name, actor: .system, address: nil, path: nil, outcome: .success, details: details)
    }
}
