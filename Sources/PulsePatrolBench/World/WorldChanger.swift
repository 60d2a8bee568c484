import PulseCore

/// Replays what has happened up to a moment on a healthy world of that moment.
struct WorldChanger {
    private var world: World
    private let scenario: Scenario

    static func world(_ scenario: Scenario, at now: Timestamp, seed: UInt64) throws -> World {
        var figures = Figures()
        figures.noise = Noise(seed: seed)
        figures.historyFrom = scenario.start - scenario.history
        let healthy = try Worlds.world(scenario.world, start: scenario.start, now: now, figures: figures)
        var changer = WorldChanger(world: healthy, scenario: scenario)
        try changer.replay()
        return changer.world
    }

    private init(world: World, scenario: Scenario) {
        (self.world, self.scenario) = (world, scenario)
        if scenario.noise != 1 {
            for key in self.world.figures.signals.keys { self.world.figures.signals[key]?.noise *= scenario.noise }
        }
    }

    /// What still counts at this moment, oldest first.
    private var active: [Change] {
        var active: [Change] = []
        for change in scenario.changes.sorted(by: { ($0.after, $0.line) < ($1.after, $1.line) }) where scenario.start + change.after <= world.now {
            switch change.action {
            case .up(let id): active.removeAll { if case .down(id) = $0.action { true } else { false } }
            case .start(let id): active.removeAll { if case .stop(id) = $0.action { true } else { false } }
            case .answers(let slug): active.removeAll { $0.isOutage(of: slug) }
            case .restore(let target): active.removeAll { $0.touches(target) }
            default: break
            }
            active.append(change)
        }
        return active
    }

    private mutating func replay() throws {
        let active = active
        // Clones first: figures and properties may be theirs. Then figures, because properties overrule them.
        try each(active) { try $0.exist($1) }
        try each(active) { try $0.bend($1) }
        world.measure()
        try each(active) { try $0.happen($1) }
        try each(active) { try $0.edit($1) }
        try each(active) { try $0.fail($1) }
    }

    private mutating func each(_ changes: [Change], _ body: (inout WorldChanger, Change) throws -> Void) throws {
        for change in changes {
            do {
                try body(&self, change)
            } catch let error as Unreadable {
                throw ScenarioError(file: scenario.file, line: change.line, scenario: scenario.name, sentence: error.sentence)
            }
        }
    }

    private func moments(_ change: Change) -> Moments {
        Moments(start: scenario.start, changed: scenario.start + change.after, now: world.now)
    }

    private func known(_ id: ResourceID) throws -> Resource {
        guard let resource = world.resources[id] else { throw Unreadable("there is no \(id) in this world") }
        return resource
    }

    private mutating func exist(_ change: Change) throws {
        guard case .clone(let original, let copy) = change.action else { return }
        world.clone(try known(original), as: copy)
    }

    private mutating func bend(_ change: Change) throws {
        let at = scenario.start + change.after
        switch change.action {
        case .figure(let key, let bend):
            _ = try known(key.resource)
            world.figures.turn(key, bend, at: at)
        case .restore(.resource(let id)):
            for key in world.figures.signals.keys where key.resource == id { world.figures.turn(key, .restored, at: at) }
        case .gap(let id, let metric, let span):
            world.figures.gaps.append(Figures.Gap(resource: id, metric: metric, from: at, to: at + span))
        default: break
        }
    }

    private mutating func happen(_ change: Change) throws {
        let at = scenario.start + change.after
        switch change.action {
        case .delete(let id): world.resources[try known(id).id] = nil
        case .move(let id, let node): try world.move(known(id), to: node)
        case .stop(let id): world.stop(try known(id), at: at)
        default: break
        }
    }

    private mutating func edit(_ change: Change) throws {
        guard case .edit(let target, let path, let edit) = change.action else { return }
        switch target {
        case .resource(let id):
            var resource = try known(id)
            try resource.edit(path, edit, moments(change))
            world.resources[id] = resource
        case .ledger(let slug):
            guard var ledger = world.ledgers[slug] else { throw Unreadable("there is no source \(slug) in this world") }
            try ledger.edit(path.steps[...], edit, moments(change))
            world.ledgers[slug] = ledger
        case .source(let slug):
            guard var report = world.sources[slug] else { throw Unreadable("there is no source \(slug) in this world") }
            try report.edit(path.steps[...], edit, moments(change))
            world.sources[slug] = report
        }
    }

    /// Outages last: what is out of sight cannot be changed any more.
    private mutating func fail(_ change: Change) throws {
        let at = scenario.start + change.after
        switch change.action {
        case .down(let id): world.takeDown(try known(id), at: at)
        case .silent(let slug):
            guard world.sources[slug] != nil else { throw Unreadable("there is no source \(slug) in this world") }
            world.silence(slug, at: at)
        case .unheard(let slug):
            guard world.sources[slug] != nil else { throw Unreadable("there is no source \(slug) in this world") }
            world.beUnheard(slug, since: at)
        case .forget(let slug):
            (world.sources[slug], world.ledgers[slug]) = (nil, nil)
            world.resources = world.resources.filter { $0.value.source != slug }
        default: break
        }
    }
}

extension Change {
    fileprivate func isOutage(of source: SourceSlug) -> Bool {
        switch action {
        case .silent(let slug), .unheard(let slug): slug == source
        default: false
        }
    }

    func touches(_ target: Target) -> Bool {
        switch (action, target) {
        case (.edit(let own, _, _), _): own == target
        // A figure stays in history as it was; the restoration is a turn of its own.
        case (.stop(let id), .resource(let other)), (.down(let id), .resource(let other)), (.move(let id, _), .resource(let other)),
            (.delete(let id), .resource(let other)):
            id == other
        default: false
        }
    }
}
