import PulseAgentProtocol
import PulseCore

/// The counters of one container at one moment.
struct ContainerSample: Sendable, Equatable {
    /// Two samples can be compared only when they came the same way.
    enum Way: Sendable {
        case files
        case engine
    }

    let way: Way
    /// Of a clock of which only differences mean something.
    let at: Duration
    var processorNanoseconds: UInt64?
    /// Bytes, without what is only kept of files.
    var memoryUsed: UInt64?
    var received: UInt64?
    var sent: UInt64?
    var read: UInt64?
    var written: UInt64?
    var processes: UInt64?

    init(way: Way, at: Duration) {
        self.way = way
        self.at = at
    }
}

extension ContainerSample {
    /// Nil for the zeros that are answered of a container that does not run.
    init?(_ answer: ContainerStatistics) {
        guard let moment = Timestamp(engine: answer.read) else { return nil }
        self.init(way: .engine, at: .milliseconds(moment.milliseconds))
        processorNanoseconds = answer.processors?.usage?.total
        memoryUsed = answer.memory?.usage.map { usage in
            let cache = answer.memory?.parts?.totalInactiveFile ?? answer.memory?.parts?.inactiveFile ?? 0
            return usage >= cache ? usage - cache : usage
        }
        if let interfaces = answer.interfaces?.values.compactMap(\.wrappedValue), !interfaces.isEmpty {
            received = Self.sum(interfaces.map(\.received))
            sent = Self.sum(interfaces.map(\.sent))
        }
        if let rows = answer.blockIO?.rows {
            read = Self.sum(rows.filter { $0.operation?.lowercased() == "read" }.map(\.value))
            written = Self.sum(rows.filter { $0.operation?.lowercased() == "write" }.map(\.value))
        }
        processes = answer.processes?.current
    }

    /// Leaves what was counted in the container's own network.
    mutating func forgetUse() { (processorNanoseconds, memoryUsed, read, written, processes) = (nil, nil, nil, nil, nil) }

    private static func sum(_ values: [UInt64?]) -> UInt64 { values.reduce(0) { $0 &+ ($1 ?? 0) } }
}

/// Makes figures of two samples of one container.
struct ContainerRates: Sendable {
    /// Over a shorter time, a rate would be noise.
    private static let shortest = Duration.milliseconds(500)
    /// A gap that is longer is no interval between two pictures.
    private static let longest = Duration.seconds(7200)

    private var last: ContainerSample?
    private var figures: [Metric: Figure] = [:]

    init() {}

    /// - Parameters:
    ///   - processors: how many it may use; nil when nobody knows.
    ///   - memory: bytes it may use.
    mutating func observe(_ sample: ContainerSample, processors: Double?, memory: Int64?) -> [Metric: Figure] {
        let elapsed = last.map { sample.at - $0.at } ?? .zero
        if let last, last.way == sample.way, elapsed >= .zero, elapsed < Self.shortest { return figures }
        let before = last.flatMap { $0.way == sample.way && elapsed >= Self.shortest && elapsed <= Self.longest ? $0 : nil }
        last = sample
        figures = [
            .cpu: Self.share(before, sample, elapsed, processors),
            .memoryUsed: sample.memoryUsed.map { .value(Double($0)) } ?? .unknown(.notReported),
            .memoryTotal: memory.map { .value(Double($0)) } ?? .unknown(.notReported),
            .networkIn: Self.rate(before?.received, sample.received, elapsed),
            .networkOut: Self.rate(before?.sent, sample.sent, elapsed),
            .diskRead: Self.rate(before?.read, sample.read, elapsed),
            .diskWrite: Self.rate(before?.written, sample.written, elapsed),
            .processes: sample.processes.map { .value(Double($0)) } ?? .unknown(.notReported),
        ]
        return figures
    }

    private static func rate(_ before: UInt64?, _ now: UInt64?, _ elapsed: Duration) -> Figure {
        guard let now else { return .unknown(.notReported) }
        // A counter that fell belongs to a container that was started anew.
        guard let before, now >= before else { return .unknown(.firstSample) }
        return .value(Double(now - before) / elapsed.asSeconds)
    }

    private static func share(_ before: ContainerSample?, _ now: ContainerSample, _ elapsed: Duration, _ processors: Double?) -> Figure {
        switch rate(before?.processorNanoseconds, now.processorNanoseconds, elapsed) {
        case .unknown(let reason): return .unknown(reason)
        case .value(let nanoseconds):
            guard let processors, processors > 0 else { return .unknown(.notAskedYet) }
            // A limit is kept over tenths of a second and not at every moment, so that a little more can be seen than there is.
            return .value(min(nanoseconds / 1e9 / processors, 1))
        }
    }
}
