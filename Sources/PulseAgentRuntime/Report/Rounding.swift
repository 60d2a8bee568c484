import PulseAgentProtocol
import PulseCore

/// More digits than history keeps only cost bytes on the way.
extension ObjectFigures {
    var rounded: ObjectFigures {
        var figures = self
        for (metric, figure) in values {
            if case .value(let value) = figure { figures.values[metric] = .value(metric.rounded(value)) }
        }
        figures.parts = parts.map { PartFigure($0.metric, part: $0.part, $0.metric.rounded($0.value)) }
        return figures
    }
}

extension Metric {
    /// A tenth of the step that history keeps, or finer.
    fileprivate func rounded(_ value: Double) -> Double {
        let digits: Double =
            switch precision {
            case .whole: unit == .bytes ? 1 : 10
            case .thousandth: 10_000
            case .hundredth: 1_000
            case .half: 10
            case .perMille, .halfPercent, .fine: unit == .seconds ? 1_000_000 : 1
            }
        return (value * digits).rounded() / digits
    }
}
