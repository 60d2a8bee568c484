import PulseAnalysis
import PulseCore
import PulseEvaluation
import Testing

@Suite("Disks with a known future", .timeLimit(.minutes(5)))
struct DiskTests {
    @Test("the same seed gives the same disks, another one others")
    func repeatable() {
        let first = DiskCase(family: .prune, number: 3, seed: 7)
        #expect(first.used == DiskCase(family: .prune, number: 3, seed: 7).used)
        #expect(first.used != DiskCase(family: .prune, number: 3, seed: 8).used)
        #expect(first.used != DiskCase(family: .prune, number: 4, seed: 7).used)
    }

    @Test("noise, history and gaps are what the issue asks for", arguments: DiskFamily.allCases)
    func ranges(family: DiskFamily) {
        for number in 0..<30 {
            let disk = DiskCase(family: family, number: number, seed: 11)
            #expect((0.001...0.05).contains(disk.noise))
            #expect((3 * 86_400...60 * 86_400).contains(Int(disk.used.span.asSeconds)))
            let gaps = zip(disk.used.points, disk.used.points.dropFirst()).map { $1.at.since($0.at) }
            #expect(gaps.allSatisfy { $0 <= .seconds(6 * 86_400 + 3600) })
            #expect(disk.used.values.allSatisfy { $0 >= 0 && $0 <= disk.capacity })
        }
    }

    @Test("steps, plateaus and flat disks never fill in truth", arguments: [DiskFamily.step, .plateau, .flat])
    func truth(family: DiskFamily) {
        #expect((0..<50).allSatisfy { DiskCase(family: family, number: $0, seed: 5).fullDay == nil })
    }

    @Test("the bars hold on a short run", arguments: [UInt64(1), 2, 3])
    func bars(seed: UInt64) {
        let evaluation = ForecastEvaluation(seed: seed, perFamily: 12)
        for family in DiskFamily.strict { #expect(evaluation.ours[family]?.falseAlarms == 0, "\(family.rawValue), seed \(seed)") }
        #expect(evaluation.total.missed <= evaluation.total(of: .leastSquares).missed)
        #expect(evaluation.total.falseAlarms <= evaluation.total(of: .leastSquares).falseAlarms)
        #expect(evaluation.total.shareWithoutHistory < 0.15)
    }
}
