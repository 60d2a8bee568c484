import Testing

@testable import PulseAccess

@Suite("Reading CBOR", .timeLimit(.minutes(5)))
struct CBORReaderTests {
    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    /// RFC 8949 appendix A, those that WebAuthn has a use for.
    @Test(
        "values are read as RFC 8949 writes them",
        arguments: [
            ("00", .unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)), ("1903e8", .unsigned(1000)), ("1a000f4240", .unsigned(1_000_000)),
            ("1bffffffffffffffff", .unsigned(.max)), ("20", .negative(-1)), ("3903e7", .negative(-1000)), ("f4", .bool(false)), ("f6", .null),
            ("4401020304", .bytes([1, 2, 3, 4])), ("6449455446", .text("IETF")), ("62c3bc", .text("ü")),
            ("8301820203820405", .array([.unsigned(1), .array([.unsigned(2), .unsigned(3)]), .array([.unsigned(4), .unsigned(5)])])),
            ("a201020304", [.unsigned(1): .unsigned(2), .unsigned(3): .unsigned(4)]),
            (
                "a26161016162820203",
                [
                    .text("a"): .unsigned(1), .text("b"): .array([.unsigned(2), .unsigned(3)]),
                ]
            ),
        ] as [(String, CBORValue)])
    func read(hex: String, value: CBORValue) throws {
        #expect(try CBORReader.read(bytes(hex)) == value)
        #expect(CBORWriter.write(value) == bytes(hex))
    }

    @Test(
        "what no authenticator has a reason to send is refused",
        arguments: [
            ("", .truncated), ("18", .truncated), ("4401", .truncated), ("5bffffffffffffffff", .truncated), ("62c3", .truncated),
            ("0000", .trailingBytes), ("1817", .notShortest), ("190018", .notShortest), ("1b00000000ffffffff", .notShortest),
            ("580100", .notShortest),
            ("62c328", .notUTF8), ("a201020103", .duplicateKey), ("5f42010243030405ff", .unsupported), ("9f01ff", .unsupported),
            ("c074", .unsupported), ("f93c00", .unsupported), ("fb3ff199999999999a", .unsupported), ("f7", .unsupported), ("ff", .unsupported),
            ("3bffffffffffffffff", .unsupported), ("1c", .unsupported), ("9a00ffffff", .tooManyItems), ("bb00000000ffffffff", .tooManyItems),
        ] as [(String, CBORProblem)])
    func refused(hex: String, problem: CBORProblem) {
        // The last of these is also written longer than needed, and either reason will do.
        let expected: Set<String> = hex == "bb00000000ffffffff" ? ["tooManyItems", "notShortest"] : ["\(problem)"]
        let found = Result { () throws(CBORProblem) in try CBORReader.read(bytes(hex)) }
        guard case .failure(let seen) = found else { return #expect(Bool(false), "\(hex) was read") }
        #expect(expected.contains("\(seen)"))
    }

    @Test("nesting, items and bytes are bounded")
    func bounds() {
        let nested = [UInt8](repeating: 0x81, count: CBORReader.mostDepth - 1) + [0]
        #expect(throws: Never.self) { try CBORReader.read(nested) }
        #expect(throws: CBORProblem.tooDeep) { try CBORReader.read([0x81] + nested) }
        let many = CBORWriter.write(.array([CBORValue](repeating: .null, count: CBORReader.mostItems)))
        #expect(throws: CBORProblem.tooManyItems) { try CBORReader.read(many) }
        #expect(throws: CBORProblem.tooLarge) { try CBORReader.read([UInt8](repeating: 0, count: CBORReader.mostBytes + 1)) }
    }

    @Test("whatever comes is read or refused, and what is read is written back the same", arguments: 0..<20)
    func fuzz(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let real = CBORWriter.write([
            .text("fmt"): .text("none"), .text("attStmt"): .map([]), .text("authData"): .bytes([1, 2, 3]),
            .integer(-3): .array([.bool(true), .null]),
        ])
        for _ in 0..<500 {
            var bytes =
                Bool.random(using: &dice) ? real : (0..<Int.random(in: 0..<40, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
            for _ in 0..<Int.random(in: 0..<4, using: &dice) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            if let value = try? CBORReader.read(bytes) { #expect(CBORWriter.write(value) == bytes) }
        }
    }
}
