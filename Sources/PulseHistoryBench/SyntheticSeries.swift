import Foundation
import PulseCore
import PulseEvaluation

/// One made-up metric of a guest or node, as Proxmox VE reports them: daily rhythm, noise, bursts, growth.
struct SyntheticSeries {
    let key: SeriesKey
    private let base: Double
    private let phase: Double
    private var level: Double
    private var burst = 0.0
    private var random: SeededRandom

    static let noisy: [Metric] = [.cpu, .ioWait, .load1, .memoryUsed, .networkIn, .networkOut, .diskRead, .diskWrite]
    static let slow: [Metric] = [.memoryTotal, .diskUsed, .diskTotal, .swapUsed, .temperature, .uptime]

    init(_ key: SeriesKey, seed: UInt64) {
        self.key = key
        random = SeededRandom(seed: seed)
        for _ in 0..<4 { _ = random.next() }
        base = random.unit()
        phase = random.unit() * 86_400
        level = 0
    }

    static func estate(_ metrics: [Metric], guests: Int, seed: UInt64) -> [SyntheticSeries] {
        let source = SourceSlug(naming: "bench", avoiding: [])
        return (0..<guests).flatMap { guest in
            metrics.enumerated().map { index, metric in
                SyntheticSeries(
                    SeriesKey(.guest(source, vmid: 100 + guest), metric), seed: seed &+ UInt64(guest * 64 + index) &* 0x2545_F491_4F6C_DD1D)
            }
        }
    }

    /// The value at a second; to be asked in the order of time.
    mutating func next(at second: Int64) -> Double {
        let day = (1 + sin((Double(second) + phase) / 86_400 * 2 * .pi)) / 2
        level = level * 0.995 + random.normal() * 0.1
        burst = random.unit() < 0.004 ? random.unit() : burst * 0.9
        let gibi = 1_073_741_824.0
        switch key.metric {
        case .cpu: return min(1, max(0, 0.02 + 0.2 * base + 0.15 * day + 0.01 * level + 0.015 * random.normal() + 0.5 * burst))
        case .ioWait: return max(0, 0.004 + 0.003 * random.normal() + 0.1 * burst)
        case .load1: return max(0, 0.3 + 2 * base + day + 0.2 * level + 0.05 * random.normal())
        case .memoryUsed: return (2 + 14 * base) * gibi * (0.5 + 0.02 * level + 0.005 * random.normal())
        case .networkIn, .networkOut: return 2e4 * exp(3 * base + day + 0.4 * random.normal() + 3 * burst)
        case .diskRead, .diskWrite: return random.unit() < 0.1 ? 0 : 5e4 * exp(2 * base + 0.6 * random.normal() + 4 * burst)
        case .memoryTotal: return (4 * (base * 8).rounded() + 4) * gibi
        case .diskTotal, .metadataTotal: return (32 * (base * 8).rounded() + 32) * gibi
        case .diskUsed, .metadataUsed, .dataLogical, .dataStored:
            return (8 + 16 * base) * gibi + (Double(second % 31_536_000) * 40 * base).rounded(to: 4096)
        case .swapUsed: return base < 0.5 ? 0 : (0.2 * base * gibi).rounded(to: 4096)
        case .temperature: return 35 + 20 * base + 3 * day + 0.4 * random.normal()
        case .swapTotal: return 8 * gibi
        case .uptime: return Double(second % 10_000_000)
        case .wear: return 0.3 * base + Double(second % 31_536_000) / 31_536_000 * 0.05
        case .queueLength, .mailIn, .mailOut, .mailSpam, .mailVirus: return max(0, (40 * base + 200 * day + 20 * random.normal())).rounded()
        case .queueAge: return Double(second % 7200)
        case .steal, .processorPressure, .memoryPressure, .ioPressure: return max(0, 0.002 + 0.002 * random.normal() + 0.2 * burst)
        case .diskLatency: return 0.002 * exp(base + 0.5 * random.normal() + 2 * burst)
        case .fanSpeed: return (600 + 900 * base + 100 * day).rounded(to: 10)
        case .restarts, .networkErrors, .networkDrops: return random.unit() < 0.01 ? 1 : 0
        case .reallocatedSectors, .pendingSectors, .mediaErrors, .linkErrors: return base < 0.9 ? 0 : Double(second / 86_400 % 100)
        case .zfsCache: return (1 + 3 * base) * gibi * (0.5 + 0.02 * level)
        case .processes: return (100 + 300 * base + 5 * random.normal()).rounded()
        }
    }
}

extension Double {
    fileprivate func rounded(to step: Double) -> Double { (self / step).rounded() * step }
}
