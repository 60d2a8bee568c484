package import PulseTransport

extension OutboundClient {
    /// `send` with its error as a value, because what is decided about an answer is also decided about having none.
    package func answer(to request: OutboundRequest) async -> Result<OutboundResponse, TransportError> {
        do { return .success(try await send(request)) } catch { return .failure(error) }
    }
}
