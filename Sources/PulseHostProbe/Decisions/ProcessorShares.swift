import PulseCore

/// What share of the time between two readings the processors were busy, waited for storage, and were kept by the hypervisor for others; each 0…1.
struct ProcessorShares: Sendable {
    let busy: Measurement
    let ioWait: Measurement
    let steal: Measurement

    init(from last: ProcessorTimes?, to next: ProcessorTimes?, at now: Timestamp) {
        let ioWaitReason = next?.ioWait == nil ? Reason.notReported : .firstSample
        let stealReason = next?.steal == nil ? Reason.notReported : .firstSample
        guard let last, let next, next.total > last.total else {
            busy = .unknown(next == nil ? .notReported : .firstSample)
            ioWait = .unknown(ioWaitReason)
            steal = .unknown(stealReason)
            return
        }
        let spent = next.spent(since: last)
        // Stolen time is busy: the machine had work for it, and nothing is left of it for more work.
        busy = .measured(1 - (Double(spent.idle) + Double(spent.ioWait ?? 0)) / spent.total, at: now)
        ioWait = spent.ioWait.map { .measured(Double($0) / spent.total, at: now) } ?? .unknown(ioWaitReason)
        steal = spent.steal.map { .measured(Double($0) / spent.total, at: now) } ?? .unknown(stealReason)
    }
}

extension ProcessorTimes {
    /// As a floating-point number, which cannot overflow.
    fileprivate var total: Double {
        [user, nice, system, idle, ioWait ?? 0, interrupts, softInterrupts, steal ?? 0].reduce(0) { $0 + Double($1) }
    }

    /// The kernel's idle and waiting times are known to go back a little now and then (proc_stat(5)): that is no time spent.
    fileprivate func spent(since last: ProcessorTimes) -> ProcessorTimes {
        func difference(_ field: KeyPath<ProcessorTimes, UInt64>) -> UInt64 { self[keyPath: field].subtractingOrZero(last[keyPath: field]) }
        return ProcessorTimes(
            user: difference(\.user), nice: difference(\.nice), system: difference(\.system), idle: difference(\.idle),
            ioWait: ioWait.flatMap { now in last.ioWait.map(now.subtractingOrZero) }, interrupts: difference(\.interrupts),
            softInterrupts: difference(\.softInterrupts), steal: steal.flatMap { now in last.steal.map(now.subtractingOrZero) })
    }
}

extension UInt64 {
    fileprivate func subtractingOrZero(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}
