extension Score {
    package var musts: Int { lines.values.reduce(0) { $0 + $1.musts } }
    package var found: Int { lines.values.reduce(0) { $0 + $1.found } }
    package var falseFindings: Int { lines.values.reduce(0) { $0 + $1.falseFindings } }

    /// Of what had to be found, what was. One when nothing had to be.
    package var recall: Double { musts > 0 ? Double(found) / Double(musts) : 1 }

    /// Of what was found and is not optional, what was right.
    package var precision: Double { found + falseFindings > 0 ? Double(found) / Double(found + falseFindings) : 1 }

    /// Of all expectations, those that are optional.
    package var shareOptional: Double {
        let all = musts + mays + nevers
        return all > 0 ? Double(mays) / Double(all) : 0
    }

    package var medianTime: Duration? {
        let times = lines.values.flatMap(\.times).sorted()
        return times.isEmpty ? nil : times[times.count / 2]
    }

    /// Checks that no scenario fires, or that none nearly does.
    package func untested(_ codes: [String]) -> [String] {
        codes.filter { (lines[$0]?.musts ?? 0) == 0 || (lines[$0]?.nearMisses ?? 0) == 0 }
    }

    package static let leastRecall = 0.95
    package static let mostOptional = 0.10
}
