import Foundation
import Logging
import PulseCore
import PulsePatrol
import PulsePatrolBench
import PulseProxmox
import PulseSimulator
import PulseTransport

/// A simulated estate and a Pulse that watches it, driven by hand.
final class EstateLab {
    private let estate: SimulatedEstate
    private let client = OutboundClient()
    let clock: MovableClock
    private let directory: String
    private let checks: [Check]
    private let schedule: PatrolSchedule
    private var sources: EstateSources
    private var running: LabPulse?
    private var forgotten: [SourceSlug] = []

    init(_ options: EstateOptions, at start: Timestamp, _ checks: [Check], _ schedule: PatrolSchedule) async throws {
        estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        (clock, self.checks, self.schedule) = (MovableClock(start), checks, schedule)
        sources = EstateSources(of: estate, client, clock)
        do {
            directory = try Self.makeDirectory()
            running = try LabPulse(in: directory, checks, schedule, clock)
        } catch {
            await client.shutdown()
            await estate.shutdown()
            throw error
        }
    }

    private static func makeDirectory() throws -> String {
        var template = Array((NSTemporaryDirectory() + "/pulse-lab-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var pulse: LabPulse {
        guard let running else { preconditionFailure("Pulse does not run.") }
        return running
    }

    /// Lets time pass: then the sources are asked, the server ticks, patrol does what is due.
    func step(_ length: Duration) async throws {
        estate.advance(by: length)
        clock.move(by: length)
        try await pulse.take(await sources.observe(at: clock.now))
    }

    /// Nobody asks the servers before the next step.
    func jump(by duration: Duration) async throws {
        clock.move(by: duration)
        try await pulse.take([])
    }

    func fault(_ text: FaultText) async throws { try await estate.apply(json: text.json) }

    func restart() throws {
        try pulse.close()
        running = nil
        running = try LabPulse(in: directory, checks, schedule, clock)
        sources = EstateSources(of: estate, client, clock)
        for slug in forgotten { _ = sources.remove(slug) }
    }

    func forget(_ name: String) throws {
        guard let slug = SourceSlug(name), sources.remove(slug) else {
            throw FaultRefused(
                description: "there is no source “\(name)”: " + sources.all.map { "\($0.configuration.slug)" }.joined(separator: ", "))
        }
        forgotten.append(slug)
        pulse.forget(slug)
    }

    func end() async {
        await client.shutdown()
        try? running?.close()
        running = nil
        await estate.shutdown()
        try? FileManager.default.removeItem(atPath: directory)
    }
}
