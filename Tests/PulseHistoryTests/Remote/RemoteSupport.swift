import CSnappy
import Foundation
import PulseCore
import PulseTransport
import SwiftProtobuf
import Synchronization

@testable import PulseHistory

/// A folder in memory in which the n-th step fails, half done where a disk could do half of it.
final class FaultyFolder: QueueFolder {
    struct Fault: Error {}

    struct State {
        var files: [String: [UInt8]] = [:]
        var aside: [String: [UInt8]] = [:]
        /// Steps until one fails; nil for never.
        var stepsLeft: Int?
    }

    let state = Mutex(State())

    func failing(after steps: Int?) { state.withLock { $0.stepsLeft = steps } }
    var files: [String: [UInt8]] { state.withLock { $0.files } }
    var aside: [String: [UInt8]] { state.withLock { $0.aside } }

    func list() throws -> [(name: String, bytes: Int64)] {
        try step { $0.files.map { ($0.key, Int64($0.value.count)) } }
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        // As AtomicFile: what fails leaves a part under the other name.
        state.withLock { $0.files["\(name).new"] = Array(bytes.prefix(bytes.count / 2)) }
        try step { state in
            state.files["\(name).new"] = nil
            state.files[name] = bytes
        }
    }

    func read(_ name: String) throws -> [UInt8] {
        try step { state in
            guard let bytes = state.files[name] else { throw Fault() }
            return bytes
        }
    }

    func remove(_ name: String) throws {
        try step { if $0.files.removeValue(forKey: name) == nil { throw Fault() } }
    }

    func setAside(_ name: String) throws {
        try step { $0.aside[name] = $0.files.removeValue(forKey: name) }
    }

    func setAside(_ bytes: [UInt8], as name: String) throws { try step { $0.aside[name] = bytes } }

    private func step<Value>(_ body: (inout State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let left = state.stepsLeft {
                guard left > 0 else { throw Fault() }
                state.stepsLeft = left - 1
            }
            return try body(&state)
        }
    }
}

/// An engine that answers as a script says, and remembers what it took.
final class ScriptedEngine: Sendable {
    private struct State {
        var answers: [Result<OutboundResponse, TransportError>]
        var requests: [OutboundRequest] = []
        var taken: [WireWriteRequest] = []
    }

    private let state: Mutex<State>

    /// - Parameter answers: in order; afterwards everything is taken.
    init(_ answers: [Result<OutboundResponse, TransportError>] = []) { state = Mutex(State(answers: answers)) }

    var requests: [OutboundRequest] { state.withLock { $0.requests } }
    var taken: [WireWriteRequest] { state.withLock { $0.taken } }

    func answer(_ request: OutboundRequest) -> Result<OutboundResponse, TransportError> {
        state.withLock { state in
            state.requests.append(request)
            let answer = state.answers.isEmpty ? .success(OutboundResponse(status: 204)) : state.answers.removeFirst()
            if case .success(let response) = answer, response.status == 204, case .postBody(let body, _) = request.method {
                if let decoded = try? WireWriteRequest(serializedBytes: uncompressed(body)) { state.taken.append(decoded) }
            }
            return answer
        }
    }

    /// `resource metric second`, of everything that was taken, in order.
    var samples: [String] {
        taken.flatMap { request in
            request.timeseries.flatMap { series in
                let labels = Dictionary(uniqueKeysWithValues: series.labels.map { ($0.name, $0.value) })
                return series.samples.map { "\(labels["resource"] ?? "") \(labels["__name__"] ?? "") \($0.timestamp / 1000)" }
            }
        }
    }
}

func status(_ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []) -> Result<OutboundResponse, TransportError> {
    .success(OutboundResponse(status: status, headers: headers, body: Array(body.utf8)))
}

/// By the library's own function, which checks as it goes.
func uncompressed(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { input in
        let start = input.bindMemory(to: CChar.self).baseAddress
        var length = 0
        guard snappy_uncompressed_length(start, input.count, &length) == SNAPPY_OK else { return [] }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length
            let status = buffer.withMemoryRebound(to: CChar.self) { snappy_uncompress(start, input.count, $0.baseAddress, &count) }
            if status != SNAPPY_OK { count = 0 }
        }
    }
}

let engineAddress = "http://engine.example/api/v1/write"

func remoteConfiguration(batchSize: Int = 100, queueLimit: Int64 = 16 << 20, labels: [String: String] = [:]) throws -> RemoteConfiguration {
    try RemoteConfiguration(
        write: try RemoteEndpoint(url: engineAddress), read: nil, labels: labels, queueLimit: queueLimit, batchSize: batchSize)
}

func writer(
    _ engine: ScriptedEngine, _ folder: any QueueFolder, batchSize: Int = 100, queueLimit: Int64 = 16 << 20, labels: [String: String] = [:]
) throws -> RemoteWriter {
    let configuration = try remoteConfiguration(batchSize: batchSize, queueLimit: queueLimit, labels: labels)
    return try RemoteWriter(configuration, to: configuration.write!, folder: folder, send: { engine.answer($0) }, chance: { 1 })
}

/// What was seen, in order.
final class Recorder<Element: Sendable>: Sendable {
    private let seen = Mutex<[Element]>([])

    func record(_ element: Element) { seen.withLock { $0.append(element) } }
    var all: [Element] { seen.withLock { $0 } }
}
