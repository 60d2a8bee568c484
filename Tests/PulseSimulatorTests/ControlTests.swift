import NIOCore
import NIOPosix
import PulseSimulator
import Testing

/// The control API by which a running estate is watched and troubled.
@Suite(.timeLimit(.minutes(5)))
struct ControlTests {
    @Test("state tells how to connect, faults are applied and explained, time moves")
    func control() async throws {
        try await withEstate { estate in
            let control = try await ControlServer.start(estate, port: 0)
            let state = try await ask(control, "GET", "/state")
            #expect(try JSONValue(state.body)["clusters"]?[0]?["token"]?["secret"] == .string(estate.clusters[0].token.secret))
            #expect(try await ask(control, "POST", "/faults", #"{"fault":"node-down","node":"pve2"}"#).status == 200)
            let status = try await estate.clusters[0].nodes[0].get("/cluster/status", as: estate.clusters[0].token).data()
            #expect(status.rows.first { $0["name"] == .string("pve2") }?["online"] == .integer(0))
            let refused = try await ask(control, "POST", "/faults", #"{"fault":"node-down"}"#)
            #expect(refused.status == 400 && refused.text.contains("needs"))
            let before = Int(estate.now)
            #expect(try await ask(control, "POST", "/advance?seconds=90").status == 200)
            #expect(Int(estate.now) == before + 90)
            #expect(try await ask(control, "GET", "/nothing").status == 404)
            await control.shutdown()
        }
    }

    @Test("every fault that is listed can be ordered")
    func listed() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let vmid = estate.clusters[0].vmids[0]
            // Names that are of a kind, by the beginning of the fault's name.
            let special = [
                ("ceph-flag", #""name":"noout""#), ("pbs-disk", #""name":"sda""#), ("pbs-job", #""job":"gc-main""#),
                ("pbs-token", #""subject":"pulse@pbs!monitor""#), ("scrub", #""node":"pve1""#), ("pool-state", #""node":"pve1""#),
                ("backup", #""job":"backup-1f0c7d2a-91e4""#),
            ]
            let fields =
                #""node":"pve3","vmid":\#(vmid),"name":"x","to":"pve2","seconds":1,"rate":0.1,"privilege":"VM.Audit","storage":"local","path":"/x","bytes":9"#
            for (name, _) in SimulatedEstate.knownFaults where name != "guest-deleted" && !name.hasPrefix("mail-") {
                let own = special.filter { name.hasPrefix($0.0) }.map(\.1).joined(separator: ",")
                let others = own.isEmpty ? fields : #""vmid":\#(vmid),\#(own)"#
                try await estate.apply(json: "{\"fault\":\"\(name)\",\(others)}")
            }
            try await estate.apply(json: "{\"fault\":\"guest-deleted\",\(fields)}")
            #expect(estate.clusters[0].vmids.first != vmid)
        }
    }

    private func ask(_ control: ControlServer, _ method: String, _ path: String, _ body: String = "") async throws -> WireAnswer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: control.port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = WireConnection(inbound, outbound)
            try await connection.send("\(method) \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            return try await connection.answer()
        }
    }
}
