import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Endpoints of a source", .timeLimit(.minutes(5)))
struct EndpointPoolTests {
    private let start = Timestamp(seconds: 1_000_000)
    private let problem = Problem(code: "x", sentence: "x", nextStep: "x")
    private let one = ProxmoxEndpoint(url: "https://10.0.0.1:8006", node: "pve1", fingerprint: "AA")
    private let two = ProxmoxEndpoint(url: "https://10.0.0.2:8006", node: "pve2", fingerprint: "BB")

    @Test("the one that answered last is asked first")
    func preference() {
        var pool = EndpointPool([one, two])
        #expect(outcome { pool.next(excluding: [], at: start) } == one)
        pool.failed(one, problem, at: start, jitter: 0)
        #expect(outcome { pool.next(excluding: [one.url], at: start) } == two)
        pool.succeeded(two, at: start)
        #expect(outcome { pool.next(excluding: [], at: start + .seconds(60)) } == two)
    }

    @Test("an open breaker keeps an endpoint out until its pause is over, then it is probed once")
    func probes() {
        var pool = EndpointPool([one, two])
        pool.failed(one, problem, at: start, jitter: 0)
        pool.succeeded(two, at: start)
        #expect(outcome { pool.probe(at: start + .seconds(4)) } == nil)
        #expect(outcome { pool.probe(at: start + .seconds(5)) } == one)
        #expect(outcome { pool.probe(at: start + .seconds(6)) } == nil)
        pool.succeeded(one, at: start + .seconds(6), isCurrent: false)
        #expect(pool.current == two.url)
        #expect(pool.reports.allSatisfy { $0.breaker == .closed && $0.problem == nil })
    }

    @Test("peers are learnt once, kept by node, and forgotten when they leave")
    func learns() {
        var pool = EndpointPool([one])
        let peer = ProxmoxEndpoint(url: two.url, node: "pve2", fingerprint: "CC")
        #expect(outcome { pool.learn([one, peer]) })
        #expect(pool.learnt == [peer])
        #expect(!outcome { pool.learn([one, peer]) })
        #expect(outcome { pool.learn([one, two]) })
        #expect(pool.learnt == [two])
        #expect(outcome { pool.learn([one]) })
        #expect(pool.learnt.isEmpty)
    }

    @Test("another certificate is believed only when it is the one the cluster names")
    func renewal() {
        let renewed = ProxmoxEndpoint(url: one.url, node: "pve1", fingerprint: "DD")
        var pool = EndpointPool([one, two])
        #expect(!outcome { pool.learn([renewed, two]) })
        pool.failed(one, problem, at: start, jitter: 0, shown: "EE")
        #expect(!outcome { pool.learn([renewed, two]) })
        pool.failed(one, problem, at: start, jitter: 0, shown: "DD")
        #expect(outcome { pool.learn([renewed, two]) })
        #expect(pool.learnt == [renewed])
        #expect(outcome { pool.next(excluding: [], at: start) } == renewed)
    }
}
