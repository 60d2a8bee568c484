import Foundation

/// A made-up listing of snapshots as a backup server sends it, of any length.
struct SnapshotBody {
    /// As a decoder of Foundation's would have it.
    struct Answer: Decodable {
        struct Snapshot: Decodable {
            struct Verification: Decodable { let state: String }
            let type: String
            let id: String
            let time: Int64
            let size: Int64?
            let owner: String?
            let comment: String?
            let protected: Bool?
            let fingerprint: String?
            let verification: Verification?

            enum CodingKeys: String, CodingKey {
                case type = "backup-type"
                case id = "backup-id"
                case time = "backup-time"
                case size, owner, comment, protected, fingerprint, verification
            }
        }
        let data: [Snapshot]
    }

    let count: Int

    var whole: [UInt8] { Array(pieces(of: 1 << 20).joined()) }

    /// The body cut into pieces of about that size, each made when it is asked for.
    func pieces(of size: Int) -> some Sequence<[UInt8]> {
        var next = 0
        return sequence(state: false) { (isEnded: inout Bool) -> [UInt8]? in
            guard !isEnded else { return nil }
            var piece = next == 0 ? Array(#"{"data":["#.utf8) : []
            while piece.count < size, next < count {
                if next > 0 { piece.append(UInt8(ascii: ",")) }
                piece += Self.row(next).utf8
                next += 1
            }
            if next == count {
                piece += "]}".utf8
                isEnded = true
            }
            return piece
        }
    }

    private static func row(_ number: Int) -> String {
        let guest = 100 + number % 5000
        let verified =
            number % 3 == 0 ? "" : #","verification":{"state":"ok","upid":"UPID:pbs1:0000168E:04450640:00000009:6AB26CEA:verify:main:root@pam:"}"#
        let files = #"[{"filename":"drive-scsi0.img.fidx","size":34359738368,"crypt-mode":"none"},{"filename":"qemu-server.conf.blob","size":512}]"#
        return #"{"backup-type":"\#(guest % 4 == 0 ? "ct" : "vm")","backup-id":"\#(guest)","backup-time":\#(1_700_000_000 + number * 61),"#
            + #""files":\#(files),"size":\#(34_359_738_368 + number),"owner":"backup@pbs!cluster","protected":false,"#
            + #""comment":"guest-\#(guest)"\#(verified)}"#
    }
}
