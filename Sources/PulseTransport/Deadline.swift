/// Gives `work` so much time; what is not finished then is cancelled.
func withDeadline<Value: Sendable>(
    _ limit: Duration, failing error: @escaping @Sendable () -> TransportError, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw error()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw TransportError.cancelled }
        return first
    }
}
