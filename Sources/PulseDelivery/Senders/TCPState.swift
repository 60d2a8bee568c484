import Glibc
import NIOCore

/// What the kernel knows of a connection: `struct tcp_info` of linux/tcp.h, which glibc's header cuts short.
struct TCPState: Sendable {
    /// Enough for the fields below, in words of four bytes.
    private typealias Words = InlineArray<48, UInt32>

    private let unacknowledged: UInt32
    private let unsent: UInt32

    /// Every byte that was written has been acknowledged by the other machine.
    var hasArrived: Bool { unacknowledged == 0 && unsent == 0 }

    static func read(_ provider: any SocketOptionProvider) async throws -> TCPState {
        let words: Words = try await provider.unsafeGetSocketOption(level: .tcp, name: .init(rawValue: TCP_INFO)).get()
        // tcpi_unacked stands at byte 24, tcpi_notsent_bytes at byte 144.
        return TCPState(unacknowledged: words[6], unsent: words[36])
    }
}
