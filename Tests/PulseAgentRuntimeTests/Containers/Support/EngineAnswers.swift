import Foundation

@testable import PulseAgentRuntime

/// Small answers in the shape of real ones.
enum EngineAnswers {
    static let ping20 = EngineDouble.Answer.answer(200, "OK", headers: [("Api-Version", "1.41"), ("Server", "Docker/20.10.24 (linux)")])
    static let version20 = EngineDouble.Answer.json(
        #"{"Components":[{"Name":"Engine"}],"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}"#)
    static let pingPodman = EngineDouble.Answer.answer(200, "OK", headers: [("Api-Version", "1.41"), ("Libpod-API-Version", "4.3.1")])
    static let versionPodman = EngineDouble.Answer.json(
        #"{"Components":[{"Name":"Podman Engine"}],"Version":"4.3.1","ApiVersion":"1.41","MinAPIVersion":"1.24"}"#)
    static let info =
        #"{"ID":"A:B","NCPU":4,"MemTotal":8000000000,"Driver":"overlay2","ServerVersion":"20.10.24","Architecture":"x86_64","#
        + #""OSType":"linux","Swarm":{"NodeID":"","LocalNodeState":"inactive","ControlAvailable":false,"Cluster":null}}"#

    static let web = id("a1")
    static let db = id("b2")

    static func id(_ start: String) -> String { start + String(repeating: "0", count: 64 - start.count) }

    static func row(
        _ id: String, _ name: String, state: String = "running", status: String = "Up 5 minutes", labels: [String: String] = [:],
        created: Int = 1_795_438_730
    ) -> String {
        let labels = labels.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        return #"{"Id":"\#(id)","Names":["/\#(name)"],"Image":"local/web:1.2","ImageID":"sha256:4f56","Created":\#(created),"Ports":[],"#
            + #""Labels":{\#(labels)},"State":"\#(state)","Status":"\#(status)"}"#
    }

    static func compose(_ service: String, _ replica: Int) -> [String: String] {
        [
            "com.docker.compose.project": "shop", "com.docker.compose.service": service, "com.docker.compose.container-number": "\(replica)",
            "com.docker.compose.oneoff": "False",
        ]
    }

    static func inspection(
        status: String = "running", restarts: Int = 0, state: String = "", host: String = "", name: String = "web", image: String = "local/web:1.2"
    ) -> String {
        #"{"Id":"x","Created":"2026-11-23T12:58:50.02Z","Name":"/\#(name)","Image":"sha256:4f56","RestartCount":\#(restarts),"#
            + #""State":{"Status":"\#(status)","Pid":0,"ExitCode":0,"StartedAt":"2026-11-23T12:58:50.87Z","FinishedAt":"0001-01-01T00:00:00Z"\#(state)},"#
            + #""HostConfig":{"NetworkMode":"default","RestartPolicy":{"Name":"no"}\#(host)},"Mounts":[],"#
            + #""Config":{"Image":"\#(image)","Env":["DB_PASSWORD=hunter2"],"Labels":{"a":"b"}},"NetworkSettings":{"Networks":{},"Ports":{}}}"#
    }

    /// - Parameter nanoseconds: of processor time, all in all.
    static func statistics(second: Int, nanoseconds: Int, received: Int = 0) -> String {
        #"{"read":"2026-11-23T12:59:\#(second < 10 ? "0" : "")\#(second).000000000Z","pids_stats":{"current":3},"#
            + #""blkio_stats":{"io_service_bytes_recursive":null},"cpu_stats":{"cpu_usage":{"total_usage":\#(nanoseconds)},"online_cpus":4},"#
            + #""memory_stats":{"usage":700000,"limit":67108864,"stats":{"total_inactive_file":200000}},"#
            + #""networks":{"eth0":{"rx_bytes":\#(received),"tx_bytes":0}}}"#
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
