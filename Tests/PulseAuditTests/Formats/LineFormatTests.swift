import Foundation
import PulseCore
import Testing

@testable import PulseAudit

@Suite("Records in lines: CEF and syslog", .timeLimit(.minutes(5)))
struct LineFormatTests {
    private func text(_ format: AuditFormat, _ record: AuditRecord) -> String { String(decoding: format.bytes(of: record, context), as: UTF8.self) }

    @Test("CEF to the letter")
    func cef() {
        let (six, seven) = (String(repeating: "06", count: 32), String(repeating: "07", count: 32))
        #expect(
            text(.cef, SampleRecords.record())
                == "CEF:0|Pulse|Pulse|0.1.0|source.add|source add|3|rt=1790000000123 externalId=00000000-0000-4000-8000-000000000007 act=source.add "
                + "outcome=success dvchost=pulse-1 suser=admin src=10.0.0.7 request=/api/sources cn1=7 cn1Label=sequence cn2=5 "
                + "cn2Label=previousDeliveredSequence cs1=\(six) cs1Label=previousHash cs2=\(seven) cs2Label=hash cs3=op-7 cs3Label=operation cs4=user "
                + "cs4Label=actor cs5=v2:ab12 cs5Label=signature msg=name\\=homelab; status\\=201")
    }

    @Test("hostile text in CEF: seven bars that are not escaped, no line breaks, values that read back as they were")
    func hostileCEF() throws {
        let line = text(.cef, SampleRecords.hostile)
        #expect(!line.unicodeScalars.contains { $0.value < 32 })
        let record = SampleRecords.record("a|b\\c")
        #expect(text(.cef, record).hasPrefix("CEF:0|Pulse|Pulse|0.1.0|a\\|b\\\\c|a\\|b\\\\c|3|rt="))
        let fields = CEFReader.extensions(of: line)
        #expect(fields["suser"] == "a=b|c\\d\"]\n<script>\u{FFFD}é")
        #expect(fields["msg"]?.contains("x\"] [evil@1 a=\"b\"]\r\nCEF:0|x|") == true)
        #expect(fields["cn1"] == "7" && fields["cn2"] == "5")
    }

    @Test("addresses: IPv4, IPv6 in its own field, a name as a name", arguments: [("10.0.0.7", "src"), ("fd00::1", "c6a2"), ("local", "shost")])
    func addresses(address: String, field: String) {
        #expect(CEFReader.extensions(of: text(.cef, SampleRecords.record(address: address)))[field] == address)
    }

    @Test("RFC 5424 to the letter: facility 13, structured data, the mark of UTF-8")
    func rfc5424() {
        let (six, seven) = (String(repeating: "06", count: 32), String(repeating: "07", count: 32))
        #expect(
            text(.rfc5424, SampleRecords.record())
                == "<109>1 2026-09-21T14:13:20.123Z pulse-1 pulse - source.add [audit@32473 sequence=\"7\" previousDeliveredSequence=\"5\" "
                + "previousHash=\"\(six)\" hash=\"\(seven)\" id=\"00000000-0000-4000-8000-000000000007\" operation=\"op-7\" event=\"source.add\" "
                + "outcome=\"success\" actor=\"user\" user=\"admin\" ip=\"10.0.0.7\" path=\"/api/sources\" signature=\"v2:ab12\" keyId=\"k1\"]"
                + "[details@32473 name=\"homelab\" status=\"201\"] \u{FEFF}source add by admin from 10.0.0.7: success")
    }

    @Test("hostile text in structured data stays in its value, and names are names")
    func hostileSyslog() {
        let line = text(.rfc5424, SampleRecords.hostile)
        #expect(!line.unicodeScalars.contains { $0.value < 32 })
        let elements = StructuredData.read(line)
        #expect(elements.map(\.name) == ["audit@32473", "details@32473"])
        #expect(elements[0].values["user"] == "a=b|c\\d\"]\u{FFFD}<script>\u{FFFD}é")
        #expect(elements[1].values["na_me___|"]?.hasPrefix("x\"] [evil@1 a=\"b\"]") == true)
    }

    @Test("severities by outcome", arguments: [(AuditEvent.Outcome.success, "<109>"), (.intent, "<110>"), (.failure, "<108>"), (.denied, "<108>")])
    func severities(outcome: AuditEvent.Outcome, priority: String) {
        #expect(text(.rfc5424, SampleRecords.record(outcome: outcome)).hasPrefix(priority))
    }

    @Test("what is no syslog itself becomes the message of one", arguments: [AuditFormat.cef, .json, .ecs, .ocsf])
    func carried(format: AuditFormat) {
        let line = String(decoding: format.syslogBytes(of: SampleRecords.record(), context), as: UTF8.self)
        #expect(line.hasPrefix("<109>1 2026-09-21T14:13:20.123Z pulse-1 pulse - source.add [audit@32473 sequence=\"7\""))
        #expect(line.hasSuffix("] " + text(format, SampleRecords.record())))
    }
}

/// Reads extensions back as a receiver of CEF does: a key begins after a blank, and values end before the next key.
enum CEFReader {
    static func extensions(of line: String) -> [String: String] {
        let pattern = /(?:^|[ |])([A-Za-z0-9]+)=((?:\\.|[^=\\])*?)(?= [A-Za-z0-9]+=|$)/
        var (bars, isEscaped) = (0, false)
        // Seven bars that are not escaped end the header.
        let body = line.drop { character in
            if character == "|", !isEscaped { bars += 1 }
            isEscaped = character == "\\" && !isEscaped
            return bars < 7
        }.dropFirst()
        return Dictionary(String(body).matches(of: pattern).map { (String($0.1), unescaped($0.2)) }) { first, _ in first }
    }

    private static func unescaped(_ text: Substring) -> String {
        var (result, isEscaped) = ("", false)
        for character in text.unicodeScalars {
            switch (isEscaped, character) {
            case (true, "n"): result += "\n"
            case (true, "r"): result.unicodeScalars.append("\r")
            case (true, _): result.unicodeScalars.append(character)
            case (false, "\\"): break
            case (false, _): result.unicodeScalars.append(character)
            }
            isEscaped = !isEscaped && character == "\\"
        }
        return result
    }
}

/// Reads structured data as section 6.3 of RFC 5424 describes it.
enum StructuredData {
    static func read(_ line: String) -> [(name: String, values: [String: String])] {
        var rest = Array(line.unicodeScalars)[...]
        for _ in 0..<6 { rest = rest.drop { $0 != " " }.dropFirst() }
        var elements: [(name: String, values: [String: String])] = []
        while rest.first == "[" {
            rest = rest.dropFirst()
            let name = String(String.UnicodeScalarView(rest.prefix { $0 != " " && $0 != "]" }))
            rest = rest.dropFirst(name.unicodeScalars.count)
            var values: [String: String] = [:]
            while rest.first == " " {
                rest = rest.dropFirst()
                let key = rest.prefix { $0 != "=" }
                rest = rest.dropFirst(key.count + 2)
                var value = String.UnicodeScalarView()
                while let next = rest.first, next != "\"" {
                    if next == "\\", let escaped = rest.dropFirst().first, "\"\\]".unicodeScalars.contains(escaped) { rest = rest.dropFirst() }
                    value.append(rest.first!)
                    rest = rest.dropFirst()
                }
                rest = rest.dropFirst()
                values[String(String.UnicodeScalarView(key))] = String(value)
            }
            rest = rest.dropFirst()
            elements.append((name, values))
        }
        return elements
    }
}
