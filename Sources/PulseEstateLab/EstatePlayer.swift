import PulseCore
package import PulsePatrol
package import PulsePatrolBench
import PulsePatrolWiring
import PulseSimulator

/// Plays a scenario whose world is the simulator, over the way that everything goes in the product.
package struct EstatePlayer: Sendable {
    package let checks: [Check]
    package let seed: UInt64

    package init(checks: [Check], seed: UInt64) { (self.checks, self.seed) = (checks, seed) }

    /// - Throws: `ScenarioError` when the scenario asks for what the simulator does not have.
    package func play(_ scenario: Scenario) async throws -> ScenarioRun {
        let options = try EstateOptions(scenario, seed: seed)
        guard let schedule = PatrolSchedule(minutes: Int(scenario.interval.wholeMilliseconds / 60_000)) else {
            throw scenario.error(scenario.line, "patrol looks every ten minutes at most")
        }
        try scenario.checkFaults()
        let lab = try await EstateLab(options, at: scenario.start, checks, schedule)
        do {
            let run = try await play(scenario, in: lab)
            await lab.end()
            return run
        } catch {
            await lab.end()
            throw error
        }
    }

    private func play(_ scenario: Scenario, in lab: EstateLab) async throws -> ScenarioRun {
        let pace = Pace(length: scenario.length, stride: scenario.simulator?.stride ?? Pace.step, events: scenario.orders.map(\.after))
        var (run, passed, seen) = (ScenarioRun(scenario: scenario), Duration.zero, nil as RunRecord?)
        var waiting = scenario.orders.sorted { ($0.after, $0.line) < ($1.after, $1.line) }[...]
        while passed < scenario.length {
            while let order = waiting.first, order.after <= passed { try await perform(order, scenario, in: lab); waiting.removeFirst() }
            let look = lab.pulse.patrol.nextRun.map { $0.since(lab.clock.now) + passed }
            let step = pace.next(after: passed, look: look)
            try await lab.step(step)
            passed += step
            note(lab, &seen, &run)
        }
        await lab.pulse.look()
        note(lab, &seen, &run)
        let estate = try await lab.pulse.reader.estate()
        run.judge(try await PatrolRun(checks: checks, source: lab.pulse.reader).look(at: estate), estate.fleet, checks)
        return run
    }

    private func note(_ lab: EstateLab, _ seen: inout RunRecord?, _ run: inout ScenarioRun) {
        guard let record = lab.pulse.patrol.runs.last, record != seen else { return }
        seen = record
        run.take(lab.pulse.patrol.book, at: record.startedAt, failures: record.failures)
    }

    private func perform(_ order: SimulatorOrder, _ scenario: Scenario, in lab: EstateLab) async throws {
        do {
            switch order.what {
            case .fault(let name, let words): try await lab.fault(try FaultText(name, words))
            case .restart: try lab.restart()
            case .jump(let duration): try await lab.jump(by: duration)
            case .forget(let name): try lab.forget(name)
            }
        } catch let error as FaultRefused { throw scenario.error(order.line, error.description) }
    }
}

extension Scenario {
    fileprivate func error(_ line: Int, _ sentence: String) -> ScenarioError {
        ScenarioError(file: file, line: line, scenario: name, sentence: sentence)
    }

    /// Before any time passes: a word that is wrong is not worth minutes.
    fileprivate func checkFaults() throws {
        for order in orders {
            guard case .fault(let name, let words) = order.what else { continue }
            do { _ = try FaultText(name, words) } catch let refused as FaultRefused { throw error(order.line, refused.description) }
        }
    }
}

extension EstateOptions {
    fileprivate init(_ scenario: Scenario, seed: UInt64) throws {
        guard let world = scenario.simulator else { throw scenario.error(scenario.line, "“simulator …” is missing") }
        guard let version = SimulatedVersion(world.version) else { throw scenario.error(scenario.line, "“version” is 7.4, 8.4 or 9.2") }
        self.init(
            seed: world.seed ?? seed, clusters: world.clusters, nodesPerCluster: world.nodes, guestsPerCluster: world.guests, version: version,
            standalone: world.isStandalone, clock: .virtual(startingAt: Int(scenario.start.seconds)), backupServers: world.backupServers,
            mailGateways: world.mailGateways, nodesPerMailGateway: world.mailNodes)
        isWellKept = !world.isNeglected
    }
}
