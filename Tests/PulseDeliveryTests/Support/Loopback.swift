import PulseCore
import PulseTransport

/// Loopback is where tests have their receivers.
let loopback = EgressRules(allowed: [NetworkRange("127.0.0.0/8")!])

/// A client for as long as `body` takes.
func withClient<Value: Sendable>(_ body: (OutboundClient) async throws -> Value) async throws -> Value {
    let client = OutboundClient()
    let result: Result<Value, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    await client.shutdown()
    return try result.get()
}
