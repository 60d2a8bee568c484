import Foundation
import NIOHTTP1
import PulseTestPrograms

/// What an engine of Docker answers that runs so many containers, all at work. Shapes as in version 1.43 of its interface.
struct ManyContainers: Sendable {
    let count: Int
    private let began = ContinuousClock().now

    func answer(_ got: LoopbackReceiver.Got) -> LoopbackReceiver.Answer {
        let target = got.head.uri.hasPrefix("/v1.") ? String(got.head.uri.dropFirst().drop { $0 != "/" }) : got.head.uri
        let path = target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        guard let body = body(path) else { return path == ["events"] ? .stream("") : .status(404, body: #"{"message":"page not found"}"#) }
        return .status(200, headers: [("Api-Version", "1.43"), ("Content-Type", "application/json")], body: body)
    }

    private func body(_ path: [String]) -> String? {
        switch path {
        case ["_ping"]: "OK"
        case ["version"]: #"{"Components":[{"Name":"Engine"}],"Version":"24.0.7","ApiVersion":"1.43","MinAPIVersion":"1.12"}"#
        case ["info"]: Self.info
        case ["containers", "json"]: list(row)
        case ["images", "json"]: list(image)
        case ["volumes"]: #"{"Volumes":\#(list(volume))}"#
        case ["networks"]: "[]"
        case ["system", "df"]: #"{"LayersSize":9000000000,"Images":[],"Containers":[],"Volumes":[],"BuildCache":[]}"#
        default: path.count == 3 && path[0] == "containers" ? of(path[1], path[2]) : nil
        }
    }

    private func of(_ id: String, _ what: String) -> String? {
        guard let number = Int(id.prefix(4), radix: 16), number < count else { return nil }
        return what == "stats" ? statistics(number) : what == "json" ? inspection(number) : nil
    }

    private func list(_ row: (Int) -> String) -> String { "[" + (0..<count).map(row).joined(separator: ",") + "]" }

    private static let info =
        #"""
        {"ID":"bench","NCPU":8,"MemTotal":33554432000,"Driver":"overlay2","ServerVersion":"24.0.7","Architecture":"x86_64","OSType":"linux",
        "Swarm":{"NodeID":"","LocalNodeState":"inactive","ControlAvailable":false,"Cluster":null}}
        """#

    private func id(_ number: Int) -> String {
        let start = String(number, radix: 16)
        return String(repeating: "0", count: 4 - start.count) + start + String(repeating: "ab", count: 30)
    }

    private func row(_ number: Int) -> String {
        #"""
        {"Id":"\#(id(number))","Names":["/shop-worker-\#(number)"],"Image":"registry.test/shop/worker:2.4.\#(number % 7)","ImageID":"sha256:4f\#(number % 7)",
        "Command":"/usr/bin/worker --queue orders","Created":1795438730,"Ports":[{"IP":"0.0.0.0","PrivatePort":8080,"PublicPort":\#(20_000 + number),
        "Type":"tcp"}],"Labels":\#(labels(number)),"State":"running","Status":"Up 5 days (healthy)","HostConfig":{"NetworkMode":"shop_default"},
        "NetworkSettings":{"Networks":{}},"Mounts":[]}
        """#
    }

    private func labels(_ number: Int) -> String {
        #"""
        {"com.docker.compose.project":"shop","com.docker.compose.service":"worker","com.docker.compose.container-number":"\#(number)",
        "com.docker.compose.oneoff":"False","org.opencontainers.image.source":"https://git.test/shop/worker"}
        """#
    }

    private func inspection(_ number: Int) -> String {
        #"""
        {"Id":"\#(id(number))","Created":"2026-11-23T12:58:50.02Z","Name":"/shop-worker-\#(number)","Image":"sha256:4f\#(number % 7)","RestartCount":0,
        "State":{"Status":"running","Running":true,"Pid":0,"ExitCode":0,"OOMKilled":false,"StartedAt":"2026-11-23T12:58:50.87Z",
        "FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"healthy","FailingStreak":0,"Log":[]}},
        "HostConfig":{"NetworkMode":"shop_default","Memory":536870912,"NanoCpus":1000000000,"RestartPolicy":{"Name":"unless-stopped"}},"Mounts":[],
        "Config":{"Image":"registry.test/shop/worker:2.4.\#(number % 7)","Env":["QUEUE=orders","PASSWORD=hunter2"],"Labels":\#(labels(number))},
        "NetworkSettings":{"Networks":{},"Ports":{}}}
        """#
    }

    /// A tenth of a processor each, and some traffic.
    private func statistics(_ number: Int) -> String {
        let seconds = (ContinuousClock().now - began).seconds
        let bytes = Int(seconds * Double(1000 + number * 100))
        return #"""
            {"read":"\#(Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)))","pids_stats":{"current":12},
            "blkio_stats":{"io_service_bytes_recursive":[{"op":"read","value":\#(bytes)},{"op":"write","value":\#(bytes)}]},
            "cpu_stats":{"cpu_usage":{"total_usage":\#(Int(seconds * 100_000_000))},"online_cpus":8},
            "memory_stats":{"usage":\#(200_000_000 + number * 4096),"limit":536870912,"stats":{"inactive_file":50000000}},
            "networks":{"eth0":{"rx_bytes":\#(bytes),"tx_bytes":\#(bytes)}}}
            """#
    }

    private func image(_ number: Int) -> String {
        #"""
        {"Id":"sha256:4f\#(number)","RepoTags":["registry.test/shop/worker:2.4.\#(number)"],"RepoDigests":[],"Size":180000000,"Created":1795438730,
        "Containers":-1}
        """#
    }

    private func volume(_ number: Int) -> String {
        #"{"Name":"data-\#(number)","Driver":"local","Mountpoint":"/var/lib/docker/volumes/data-\#(number)/_data","CreatedAt":"2026-11-23T12:58:50Z"}"#
    }
}
