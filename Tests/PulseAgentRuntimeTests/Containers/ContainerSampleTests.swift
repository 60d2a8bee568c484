import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Figures of containers", .timeLimit(.minutes(1)))
struct ContainerSampleTests {
    private static func sample(_ text: String) throws -> ContainerSample? {
        ContainerSample(try EngineAnswers.decode(ContainerStatistics.self, text))
    }

    @Test("cgroup v1, as Docker 20.10 answers: without the cache, all interfaces, reads and writes by their capital names")
    func versionOne() throws {
        let sample = try #require(
            try Self.sample(
                #"""
                {"read":"2026-11-23T12:59:51.118Z","pids_stats":{"current":2},
                 "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":10},{"op":"Write","value":20},{"op":"Total","value":30}]},
                 "cpu_stats":{"cpu_usage":{"total_usage":687703985,"percpu_usage":[1,2]},"online_cpus":2},
                 "memory_stats":{"usage":708608,"stats":{"cache":245760,"inactive_file":1,"total_inactive_file":200000},"limit":67108864},
                 "networks":{"eth0":{"rx_bytes":2405,"tx_bytes":1402},"eth1":{"rx_bytes":5,"tx_bytes":8}}}
                """#))
        #expect((sample.processorNanoseconds, sample.memoryUsed, sample.processes) == (687_703_985, 508_608, 2))
        #expect((sample.received, sample.sent, sample.read, sample.written) == (2410, 1410, 10, 20))
    }

    @Test("cgroup v2: the cache has another name, and blocks have small ones")
    func versionTwo() throws {
        let sample = try #require(
            try Self.sample(
                #"""
                {"read":"2026-11-23T13:51:49.9Z","pids_stats":{"current":1,"limit":18446744073709551615},
                 "blkio_stats":{"io_service_bytes_recursive":[{"op":"read","value":0},{"op":"write","value":52428800}]},
                 "cpu_stats":{"cpu_usage":{"total_usage":2268517000},"online_cpus":2},
                 "memory_stats":{"usage":54312960,"stats":{"anon":53248,"file":52428800,"inactive_file":52428800},"limit":3046277120}}
                """#))
        #expect((sample.memoryUsed, sample.written, sample.received) == (1_884_160, 52_428_800, nil))
    }

    @Test("Podman: only the use of memory, one interface of a name of its own, nothing before")
    func podman() throws {
        let sample = try #require(
            try Self.sample(
                #"""
                {"read":"2026-11-23T13:09:34.5Z","pids_stats":{"current":1},"blkio_stats":{"io_service_bytes_recursive":[]},
                 "cpu_stats":{"cpu_usage":{"total_usage":61758346},"online_cpus":2,"cpu":0},"precpu_stats":{"cpu_usage":{"total_usage":0}},
                 "memory_stats":{"usage":307200,"limit":67108864},"Id":"1c66","networks":{"network":{"rx_bytes":726,"tx_bytes":1640}}}
                """#))
        #expect((sample.memoryUsed, sample.received, sample.read) == (307_200, 726, 0))
    }

    @Test("the zeros that are answered of what does not run are no sample")
    func exited() throws {
        #expect(try Self.sample(#"{"read":"0001-01-01T00:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{}}"#) == nil)
        #expect(try Self.sample("{}") == nil)
    }

    @Test("processor time is a share of what the container may use")
    func share() throws {
        var rates = ContainerRates()
        let first = try #require(try Self.sample(EngineAnswers.statistics(second: 0, nanoseconds: 1_000_000_000)))
        let second = try #require(try Self.sample(EngineAnswers.statistics(second: 10, nanoseconds: 3_500_000_000, received: 5_000)))
        let before = rates.observe(first, processors: 0.5, memory: 1000)
        #expect(before[.cpu] == .unknown(.firstSample))
        #expect(before[.memoryUsed] == .value(500_000))
        let after = rates.observe(second, processors: 0.5, memory: 1000)
        #expect(after[.cpu] == .value(0.5))
        #expect(after[.networkIn] == .value(500))
        #expect(after[.diskRead] == .unknown(.notReported))
        #expect((after[.memoryTotal], after[.processes]) == (.value(1000), .value(3)))
    }

    @Test("a counter that fell, a sample of another kind and a clock that went back give no rate")
    func breaks() {
        func sample(_ way: ContainerSample.Way, _ seconds: Int, _ nanoseconds: UInt64) -> ContainerSample {
            var sample = ContainerSample(way: way, at: .seconds(seconds))
            sample.processorNanoseconds = nanoseconds
            return sample
        }
        for next in [sample(.files, 20, 5), sample(.engine, 20, 2_000), sample(.files, 2, 2_000), sample(.files, 100_000, 2_000)] {
            var rates = ContainerRates()
            _ = rates.observe(sample(.files, 10, 1_000), processors: 1, memory: nil)
            #expect(rates.observe(next, processors: 1, memory: nil)[.cpu] == .unknown(.firstSample))
        }
        var rates = ContainerRates()
        _ = rates.observe(sample(.files, 10, 1_000), processors: nil, memory: nil)
        #expect(rates.observe(sample(.files, 20, 2_000), processors: nil, memory: nil)[.cpu] == .unknown(.notAskedYet))
    }

    @Test(
        "the narrowest limit of processors holds",
        arguments: [
            (#""NanoCpus":500000000"#, 0.5), (#""CpuQuota":150000,"CpuPeriod":100000"#, 1.5), (#""CpuQuota":50000"#, 0.5),
            (#""CpusetCpus":"0-2,7""#, 4),
            (#""CpusetCpus":"1","NanoCpus":3000000000"#, 1), (#""NanoCpus":0,"CpuQuota":0,"CpusetCpus":"""#, nil), (#""CpuQuota":-1"#, nil),
            (#""CpusetCpus":"5-2""#, nil), (#""CpusetCpus":"0-99999999999""#, nil), (#""NanoCpus":"many""#, nil),
        ] as [(String, Double?)])
    func limits(host: String, expected: Double?) throws {
        let host = try EngineAnswers.decode(ContainerInspection.HostConfiguration.self, "{\(host)}")
        #expect(ProcessorLimit.processors(host) == expected)
    }
}
