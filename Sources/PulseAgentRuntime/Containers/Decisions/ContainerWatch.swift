import PulseAgentProtocol
import PulseCore

/// What is known of the containers of one engine, and which have to be looked at.
///
/// The list tells that something changed, events tell it sooner and tell why, an inspection tells what it is now. A container is inspected when one of
/// the first two says so, and seldom otherwise.
struct ContainerWatch: Sendable {
    /// More containers of one engine are not followed.
    static let most = 10_000
    /// Inspections of one picture. The rest waits for the next.
    static let inspections = 200
    /// Nothing is trusted for longer than this, with events and without.
    private static let trust = Duration.seconds(900)
    private static let trustWithoutEvents = Duration.seconds(60)

    private(set) var containers: [String: WatchedContainer] = [:]
    /// Rows beyond the limit, of the last list.
    private(set) var leftOut = 0
    private let tellsStops: Bool

    /// - Parameter tellsStops: as of ``ContainerLife``.
    init(tellsStops: Bool = true) {
        self.tellsStops = tellsStops
    }

    /// Takes an event in.
    mutating func event(_ event: EngineEvent, at now: Timestamp) {
        switch event.subject {
        case .container: containerEvent(event, at: now)
        case .network: if let id = event.container { containers[id]?.isDirty = true }
        case .image, .volume, .service, .node: break
        }
    }

    private mutating func containerEvent(_ event: EngineEvent, at now: Timestamp) {
        guard !event.action.hasPrefix("exec_") else { return }
        if event.action == "destroy" || event.action == "remove" {
            containers[event.id] = nil
            return
        }
        // One that the list has not told of yet comes with it; its events are kept, as they tell how it began.
        if containers[event.id] == nil, containers.count >= Self.most { return }
        containers[event.id, default: WatchedContainer(tellsStops: tellsStops)].life.event(event, at: now)
        containers[event.id]?.isDirty = true
    }

    /// Takes the list in. What is not in it any more is forgotten.
    ///
    /// - Returns: the containers that have to be inspected now, those first that were never inspected.
    mutating func listed(_ rows: [ContainerRow], hasEvents: Bool, at now: Timestamp) -> [String] {
        leftOut = max(0, rows.count - Self.most)
        var kept: [String: WatchedContainer] = [:]
        kept.reserveCapacity(min(rows.count, Self.most))
        for row in rows.prefix(Self.most) {
            var container = containers[row.id] ?? WatchedContainer(tellsStops: tellsStops)
            container.listed(row)
            kept[row.id] = container
        }
        containers = kept
        return due(hasEvents: hasEvents, at: now)
    }

    private func due(hasEvents: Bool, at now: Timestamp) -> [String] {
        let trust = hasEvents ? Self.trust : Self.trustWithoutEvents
        let wanted = containers.filter { $0.value.needsInspection(trust: trust, at: now) }
        guard wanted.count > Self.inspections else { return Array(wanted.keys) }
        let order = wanted.sorted { ($0.value.inspectedAt?.milliseconds ?? 0, $0.key) < ($1.value.inspectedAt?.milliseconds ?? 0, $1.key) }
        return order.prefix(Self.inspections).map(\.key)
    }

    mutating func inspected(_ id: String, _ answer: ContainerInspection, engine: String, at now: Timestamp) {
        containers[id]?.inspected(ContainerDetails(answer, id: id, engine: engine), restarts: answer.restartCount, at: now)
    }

    /// Nobody knows what happened meanwhile.
    mutating func doubtEverything() {
        for id in containers.keys { containers[id]?.isDirty = true }
    }

    /// It went away between the list and the question.
    mutating func isGone(_ id: String) { containers[id] = nil }

    mutating func placed(_ id: String, _ place: CgroupPlace?) {
        containers[id]?.place = place.map { .files($0) } ?? .engine
    }

    /// In which order the engine is asked for figures: it may take a second for each, and then not all have their turn in every picture.
    func turns(_ ids: [String]) -> [String] {
        func order(_ id: String) -> (Int64, String) { (containers[id]?.sampledAt?.milliseconds ?? 0, id) }
        return ids.sorted { order($0) < order($1) }
    }

    mutating func sampled(_ id: String, _ sample: ContainerSample, machine: MachineSize, at now: Timestamp) {
        guard var container = containers[id] else { return }
        container.sampledAt = now
        let details = container.details
        container.figures = container.rates.observe(
            sample, processors: details?.processorLimit ?? machine.processors.map(Double.init), memory: details?.facts.memoryLimit ?? machine.memory)
        containers[id] = container
    }

    /// Its figures could not be had this time.
    mutating func notSampled(_ id: String, _ reason: Reason) {
        containers[id]?.figures = WatchedContainer.unknown(reason)
        containers[id]?.place = nil
    }
}

/// What a container may use when it has no limit of its own.
struct MachineSize: Sendable, Equatable {
    var processors: Int?
    /// Bytes.
    var memory: Int64?

    init() {}
}

/// One container as far as it is known.
struct WatchedContainer: Sendable {
    enum Place: Sendable, Equatable {
        case files(CgroupPlace)
        /// Its counters are not where the agent can read them, so the engine is asked.
        case engine
    }

    private(set) var row: ListedContainer?
    private(set) var details: ContainerDetails?
    private(set) var inspectedAt: Timestamp?
    private var mark: RowMark?
    private var uptime: Int?
    var life: ContainerLife
    var isDirty = true
    var place: Place?
    var rates = ContainerRates()
    var figures: [Metric: Figure] = [:]
    var sampledAt: Timestamp?

    init(tellsStops: Bool) {
        life = ContainerLife(tellsStops: tellsStops)
    }

    var isRunning: Bool { row?.isRunning == true }

    /// False when it had no turn in the picture of this moment: then nothing is said of its figures, as they are not those of now.
    func hasFigures(at now: Timestamp) -> Bool { place != .engine || !isRunning || sampledAt == now || sampledAt == nil }

    mutating func listed(_ row: ContainerRow) {
        let mark = RowMark(row)
        let uptime = UptimeWords.seconds(in: row.status ?? "")
        if mark != self.mark { isDirty = true }
        if let uptime, let before = self.uptime, uptime < before { isDirty = true }
        if row.state != self.row?.state { place = nil }
        self.mark = mark
        self.uptime = uptime
        self.row = ListedContainer(row, health: mark.health)
        if !isRunning { figures = Self.unknown(.notRunning) }
    }

    func needsInspection(trust: Duration, at now: Timestamp) -> Bool {
        guard !isDirty, let inspectedAt else { return true }
        return now.since(inspectedAt) >= trust || now < inspectedAt
    }

    mutating func inspected(_ details: ContainerDetails, restarts: Int?, at now: Timestamp) {
        // Another first process, another place.
        if details.process != self.details?.process { place = nil }
        self.details = details
        if let restarts { life.readRestartCount(restarts, at: now) }
        inspectedAt = now
        isDirty = false
    }

    static func unknown(_ reason: Reason) -> [Metric: Figure] {
        [.cpu: .unknown(reason), .memoryUsed: .unknown(reason)]
    }
}

/// What is kept of a row of the list.
struct ListedContainer: Sendable {
    let name: String
    let image: String
    let imageID: String?
    let state: String
    let health: String?
    let created: Int64
    let placement: ContainerPlacement
    let ports: [ContainerRow.Port]

    init(_ row: ContainerRow, health: String?) {
        name = (row.name ?? String(row.id.prefix(12))).name
        image = (row.image ?? "").text
        imageID = row.imageID?.text
        state = (row.state ?? "unknown").lowercased().cut(toBytes: 32)
        self.health = health?.cut(toBytes: 32)
        created = row.created ?? 0
        placement = ContainerPlacement(labels: row.labels ?? [:])
        ports = row.ports
    }

    var isRunning: Bool { state == "running" || state == "paused" || state == "restarting" }
}
