import PulseCore
import PulseEvaluation
import PulseTransport
import Testing

@testable import PulseHistory

@Suite("Reading back from an engine", .timeLimit(.minutes(5)))
struct RemoteReaderTests {
    private let now = Timestamp(seconds: midnight + 86_400)

    private func reader(_ answer: @escaping @Sendable (OutboundRequest) -> Result<OutboundResponse, TransportError>) throws -> RemoteReader {
        let now = now
        return RemoteReader(from: try RemoteEndpoint(url: "http://engine.example/prom"), labels: [:], send: { answer($0) }, now: { now })
    }

    @Test("literals and patterns cannot be broken out of")
    func escaping() {
        #expect(PromQL.literal("a\"b\\c\nd") == #""a\"b\\c\u000ad""#)
        #expect(PromQL.literal("ä\u{FFFD}\u{1F600}\u{7F}") == #""\u00e4\ufffd\U0001f600\u007f""#)
        #expect(PromQL.alternatives(["guest:a/1", "x.y|z", "(a)[b]{c}*+?^$\\"]) == #"guest:a/1|x\.y\|z|\(a\)\[b\]\{c\}\*\+\?\^\$\\"#)
        #expect(PromQL.matcher("part", oneOf: [""]) == #"part="""#)
        #expect(PromQL.matcher("part", oneOf: ["", "/"]) == #"part=~"|/""#)
    }

    @Test("a step is asked for at its end and a millisecond back; a last one that is cut short is asked for by itself")
    func plan() throws {
        let plan = RemoteQueryPlan(query([try guest(1), try guest(2)], midnight + 61, midnight + 250, step: 60), labels: ["instance": "a"])
        #expect(plan.requests.map(\.range.from) == [midnight + 120, midnight + 250])
        #expect(plan.requests.map(\.range.to) == [midnight + 240, midnight + 250])
        #expect(plan.requests.map(\.window) == [60, 10])
        #expect(
            plan.requests[0].range.expression.hasPrefix(
                #"label_replace(min by (resource,part) (min_over_time("#
                    + #"pulse_cpu_ratio{instance="a",resource=~"guest:homelab/1|guest:homelab/2",part=""}[60s] offset 1ms)),"pulse_fold","least","","") or "#
            ))
        #expect(plan.requests[0].start(of: (midnight + 180) * 1000) == midnight + 120)
        for wrong in [(midnight + 181) * 1000, (midnight + 180) * 1000 + 1, (midnight + 60) * 1000, (midnight + 300) * 1000, -1] {
            #expect(plan.requests[0].start(of: wrong) == nil)
        }
        #expect(RemoteQueryPlan(query([], midnight, midnight + 60, step: 60), labels: [:]).requests.isEmpty)
    }

    @Test("many resources are asked for in several requests, none longer than every engine takes, and each once")
    func long() throws {
        let keys = try (1...2000).map { try guest($0) } + [try guest(1, .load1)]
        let plan = RemoteQueryPlan(query(keys, midnight, midnight + 600, step: 60), labels: [:])
        #expect(plan.requests.allSatisfy { $0.range.expression.utf8.count < 14_000 })
        let asked = plan.requests.filter { $0.metric == .cpu }.flatMap { request in
            request.range.expression.split(separator: "\"")[1].split(separator: "|").map(String.init)
        }
        #expect(asked.count == 2000 && Set(asked).count == 2000)
        #expect(plan.requests.count { $0.metric == .load1 } == 1)
    }

    @Test("what an engine says is checked number by number")
    func untrusted() async throws {
        let key = try guest(1)
        let start = midnight + 60
        func series(_ fold: String, _ values: String, resource: String = "guest:homelab/1") -> String {
            #"{"metric":{"resource":"\#(resource)","pulse_fold":"\#(fold)"},"values":[\#(values)]}"#
        }
        let good = ["least", "average", "greatest", "count"].map { fold in series(fold, "[\(start),\"\(fold == "count" ? "6" : "0.5")\"]") }
        func points(_ result: [String]) async throws -> [HistoryPoint] {
            let body = #"{"status":"success","data":{"resultType":"matrix","result":[\#(result.joined(separator: ","))]}}"#
            return try await reader { _ in status(200, body) }.read(query([key], midnight, midnight + 3600, step: 60))[0].points
        }
        let expected = [HistoryPoint(start: Timestamp(seconds: midnight), values: .init(least: 0.5, average: 0.5, greatest: 0.5, count: 6))]
        #expect(try await points(good) == expected)
        // Off the grid, outside of it, of nobody we asked for, of an unknown kind: passed over.
        let noise = [
            series("least", "[\(start + 1),\"1\"],[\(start).5,\"1\"],[9e11,\"1\"],[-5,\"1\"]"),
            series("least", "[\(start),\"1\"]", resource: "guest:homelab/2"),
            series("least", "[\(start),\"1\"]", resource: "nonsense"), series("median", "[\(start),\"1\"]"),
        ]
        #expect(try await points(good + noise) == expected)
        // Not a number, infinite, no count, a count of nothing, least above greatest: no point.
        for (index, text) in [(0, "NaN"), (1, "+Inf"), (2, "x"), (3, "0"), (3, "-3"), (3, "1e300"), (0, "0.9")] {
            var bad = good
            bad[index] = series(["least", "average", "greatest", "count"][index], "[\(start),\"\(text)\"]")
            #expect(try await points(bad) == [], "\(text)")
        }
        #expect(try await points(Array(good.dropLast())) == [])
    }

    static let badAnswers: [(Result<OutboundResponse, TransportError>, String)] = [
        (status(200, "<html>"), "does not answer as"), (status(200, #"{"status":"success"}"#), "could not answer"),
        (status(200, #"{"status":"success","data":{"resultType":"vector","result":[]}}"#), "does not answer as"),
        (status(200, #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[["x",1]]}]}}"#), "does not answer as"),
        (status(422, #"{"status":"error","errorType":"execution","error":"too many\u001b samples"}"#), "answered 422: too many\u{FFFD} samples"),
        (status(401), "answered 401."), (.failure(.refused), "Nothing accepts connections"),
    ]

    @Test("what cannot be read is said in a sentence", arguments: badAnswers.indices)
    func errors(index: Int) async throws {
        let (answer, words) = Self.badAnswers[index]
        let reader = try reader { _ in answer }
        do {
            _ = try await reader.read(query([try guest(1)], midnight, midnight + 60, step: 60))
            Issue.record("no error")
        } catch let error as RemoteReadError {
            #expect(error.sentence.contains(words) && error.sentence.contains("http://engine.example/prom"), "\(error.sentence)")
        }
    }

    /// The requests of a plan, answered from samples by the definition of PromQL's range: after t - window - 1 ms, up to t - 1 ms.
    private func answered(_ plan: RemoteQueryPlan, _ samples: [(at: Int64, value: Double)], step: Int64) -> RemoteBuckets {
        var buckets = RemoteBuckets(step: step)
        for request in plan.requests {
            for time in stride(from: request.range.from, through: request.range.to, by: Int(request.range.step)) {
                let window = (time - request.window) * 1000 - 1..<time * 1000 - 1
                let values = samples.filter { $0.at * 1000 > window.lowerBound && $0.at * 1000 <= window.upperBound }.map(\.value)
                guard let start = request.start(of: time * 1000), let least = values.min(), let greatest = values.max() else { continue }
                buckets.add(.least, least, start: start)
                buckets.add(.greatest, greatest, start: start)
                buckets.add(.average, values.reduce(0, +) / Double(values.count), start: start)
                buckets.add(.count, Double(values.count), start: start)
            }
        }
        return buckets
    }

    @Test("points are those of the local store; a gap is one there too; one that leaves steps empty is found", arguments: Array(UInt64(1)...40))
    func asLocal(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let key = try guest(1, .uptime)
        let cadence = [5, 10, 20, 60, 300].randomElement(using: &random)!
        var samples: [(at: Int64, value: Double)] = []
        var time = midnight + Int64.random(in: 0...100, using: &random)
        while samples.count < 600 {
            samples.append((time, Double(Int.random(in: 0...1000, using: &random))))
            time += Int64(cadence)
            if Int.random(in: 0..<100, using: &random) == 0 { time += Int64(cadence) * Int64.random(in: 1...40, using: &random) }
        }
        for step in [5, 10, 60, 300, 3600].map(Int64.init) {
            let from = midnight - Int64.random(in: 0...5000, using: &random)
            let to = min(time + 100, from + step * 4000) - Int64.random(in: 0...50, using: &random)
            guard let query = HistoryQuery([key], from: Timestamp(seconds: from), to: Timestamp(seconds: to), step: step) else { continue }
            let quantiser = Quantiser.standard(key.metric.precision)
            var local = Buckets(query, quantiser)
            let inside = samples.filter { $0.at >= RollUp.floor(from, to: step) && $0.at <= to }
            local.add(RawChunk(times: inside.map(\.at), quanta: inside.map { quantiser.quanta($0.value) }))
            let remote = answered(RemoteQueryPlan(query, labels: [:]), samples, step: step).history(of: key)
            let expected = local.points()
            #expect(remote.points.filter { $0.values != nil } == expected.filter { $0.values != nil }, "seed \(seed) step \(step)")
            let gaps = Set(remote.points.filter { $0.values == nil }.map(\.start))
            let localGaps = Set(expected.filter { $0.values == nil }.map(\.start))
            #expect(gaps.isSubset(of: localGaps), "seed \(seed) cadence \(cadence) step \(step)")
            // Local gaps that are not found are those behind which the next step has something.
            let filled = Set(expected.filter { $0.values != nil }.map(\.start))
            let patient = 3 * Int64(cadence) <= step
            if patient { #expect(localGaps.subtracting(gaps).isSubset(of: filled), "seed \(seed) cadence \(cadence) step \(step)") }
            if filled.count > 8, let found = remote.cadence {
                #expect(abs(found - Int64(cadence)) <= max(1, Int64(cadence) / 4), "\(found) for \(cadence), step \(step)")
            }
        }
    }

    @Test("a resource's series are those with our names, once each")
    func keys() async throws {
        let body = #"""
            {"status":"success","data":[{"__name__":"pulse_disk_used_bytes","resource":"guest:homelab/1","part":"/"},{"__name__":"pulse_cpu_ratio",
            "resource":"guest:homelab/1","replica":"a"},{"__name__":"pulse_cpu_ratio","resource":"guest:homelab/1","replica":"b"},
            {"__name__":"up","resource":"guest:homelab/1"},{"__name__":"pulse_cpu_ratio","resource":"guest:homelab/2"}]}
            """#
        let asked = Recorder<OutboundRequest>()
        let reader = try reader { request in
            asked.record(request)
            return status(200, body)
        }
        #expect(try await reader.keys(of: try guest(1).resource) == [try guest(1), try guest(1, .diskUsed, part: "/")])
        let request = try #require(asked.all.first)
        #expect(request.url == "http://engine.example/prom/api/v1/series")
        guard case .post(let form) = request.method else { return }
        #expect(form.first?.value == #"{__name__=~"pulse_.+",resource="guest:homelab/1"}"#)
    }
}
