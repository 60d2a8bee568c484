import PulseCore
package import PulseTransport

/// Performs a ``ScanPlan``: one contact after the other, until it is finished or the task is cancelled.
package struct NetworkScan<Time: Clock>: Sendable where Time.Duration == Duration {
    package struct Progress: Sendable, Equatable {
        package let total: Int
        package let done: Int
        /// In the order in which they answered.
        package let found: [FoundServer]

        package init(total: Int, done: Int, found: [FoundServer]) {
            (self.total, self.done, self.found) = (total, done, found)
        }
    }

    private let clock: Time
    private let contact: @Sendable (ScanTarget) async -> FoundServer?

    /// - Parameter contact: one look at one address; nil for what is no server of Proxmox.
    package init(clock: Time, contact: @escaping @Sendable (ScanTarget) async -> FoundServer?) {
        self.clock = clock
        self.contact = contact
    }

    package func run(_ plan: ScanPlan, progress: @Sendable (Progress) -> Void) async -> ScanPlan.End {
        let start = clock.now
        return await withTaskGroup(of: (ScanTarget, FoundServer?).self) { group in
            var (plan, found): (ScanPlan, [FoundServer]) = (plan, [])
            while true {
                if Task.isCancelled { plan.cancel() }
                switch plan.next(at: start.duration(to: clock.now)) {
                case .contact(let target): group.addTask { [contact] in (target, await contact(target)) }
                case .wait(let pause): try? await clock.sleep(for: pause)
                case .waitForAnswer:
                    guard let (target, server) = await group.next() else { continue }
                    plan.ended(target)
                    if let server { found.append(server) }
                case .finished(let end):
                    return end
                }
                progress(Progress(total: plan.total, done: plan.done, found: found))
            }
        }
    }
}

extension OutboundClient {
    /// The look at one address that a scan takes: a handshake and the page that anybody sees. What cannot be reached is nothing found.
    package func look(at target: ScanTarget, _ rules: EgressRules) async -> FoundServer? {
        let answer = try? await firstContact(FirstContact(address: target.address, port: target.port, egress: rules))
        return answer.flatMap { ServerRecognition.judge($0, at: target) }
    }
}
