import PulseAgentProtocol
import PulseCore

/// A host report of v5 in our words.
struct V5HostTranslation {
    let report: V5HostReport
    /// By this server's clock, and by the agent's.
    let moment: Timestamp
    let said: Timestamp

    func picture(_ recall: inout V5Recall) -> V5Picture {
        let name = report.host?.hostname ?? report.agent?.hostname ?? "unnamed"
        let key = ObjectKey(.host)
        var picture = V5Picture(kinds: [.host])
        picture.objects = [
            ReportedObject(key, name: report.host?.displayName ?? name, status: .online, tags: report.tags ?? [], facts: .host(facts(name, &recall)))
        ]
        var rates = recall.rates[V5Identity.Module.host.rawValue] ?? V5Rates()
        picture.figures = [figures(key, &rates)]
        recall.rates[V5Identity.Module.host.rawValue] = rates
        return picture
    }

    private func facts(_ name: String, _ recall: inout V5Recall) -> HostFacts {
        let host = report.host
        var facts = HostFacts(hostname: name)
        facts.machineID = host?.machineId
        facts.osName = V5Words.joined(host?.osName, host?.osVersion)
        facts.kernel = host?.kernelVersion
        facts.architecture = host?.architecture
        facts.processors = ProcessorFacts(model: V5Words.said(host?.cpuModel), threads: host?.cpuCount)
        facts.loadAverage = host?.loadAverage
        facts.startedAt = recall.start(host?.uptimeSeconds, at: moment)
        facts.filesystems = (report.disks ?? []).compactMap(V5Words.filesystem)
        facts.interfaces = (report.network ?? []).compactMap(V5Words.interface)
        facts.temperatures = (report.sensors?.temperatureCelsius ?? [:]).sorted { $0.key < $1.key }.map {
            TemperatureReading(label: $0.key, celsius: $0.value)
        }
        facts.fans = report.sensors?.fanRpm?.sorted { $0.key < $1.key }.compactMap { V5Words.fan($0.key, $0.value) }
        facts.arrays = report.raid?.compactMap(V5Words.array)
        facts.disks = report.sensors?.smart?.compactMap { V5Words.disk($0, at: moment) }
        facts.engines = recall.engine.map { [$0] }
        return facts
    }

    private func figures(_ key: ObjectKey, _ rates: inout V5Rates) -> ObjectFigures {
        var figures = ObjectFigures(key)
        figures.values[.cpu] = V5Words.share(report.metrics?.cpuUsagePercent)
        figures.values[.load1] = report.host?.loadAverage?.first.map { .value($0) } ?? .unknown(.notReported)
        V5Words.levels(report.metrics?.memory, report.disks, into: &figures.values)
        figures.values[.temperature] = V5Words.temperature(report.sensors?.temperatureCelsius ?? [:])
        rates.begin()
        for disk in report.diskIO ?? [] {
            guard let name = V5Words.countedDisk(disk.device) else { continue }
            add(.diskRead, name, disk.readBytes, &figures, &rates)
            add(.diskWrite, name, disk.writeBytes, &figures, &rates)
        }
        for interface in report.network ?? [] {
            guard let name = V5Words.countedInterface(interface.name) else { continue }
            add(.networkIn, name, interface.rxBytes, &figures, &rates)
            add(.networkOut, name, interface.txBytes, &figures, &rates)
        }
        rates.end()
        return figures
    }

    /// The rate of a part, and into the sum of all.
    private func add(_ metric: Metric, _ part: String, _ bytes: UInt64?, _ figures: inout ObjectFigures, _ rates: inout V5Rates) {
        let rate = rates.rate(of: "\(metric.rawValue) \(part)", bytes, at: said)
        if case .value(let value) = rate { figures.parts.append(PartFigure(metric, part: part, value)) }
        figures.values[metric] = [figures.values[metric], rate].compactMap { $0 }.sum
    }
}
