import Glibc
import NIOCore
import NIOPosix
package import PulseCore
import Synchronization

/// Turns a host name into addresses.
package protocol NameResolver: Sendable {
    /// In the order in which they should be tried; an address written as text is its own answer.
    func addresses(of host: String) async throws(TransportError) -> [IPAddress]
}

/// The resolver of the operating system, `getaddrinfo`: hosts file, DNS, whatever is set up. It blocks, so it has threads of its own and can be
/// given up.
package struct SystemResolver: NameResolver {
    package init() {}

    package func addresses(of host: String) async throws(TransportError) -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        let found = await look(host)
        guard !Task.isCancelled else { throw .cancelled }
        guard !found.isEmpty else { throw .nameNotFound }
        return found
    }

    private func look(_ host: String) async -> [IPAddress] {
        let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: [IPAddress].self)
        NIOThreadPool.singleton.submit { _ in promise.succeed(Self.ask(host)) }
        return await withTaskCancellationHandler {
            (try? await promise.futureResult.get()) ?? []
        } onCancel: {
            promise.succeed([])
        }
    }

    private static func ask(_ host: String) -> [IPAddress] {
        var wanted = addrinfo()
        wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &wanted, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0.flatMap(address) }
    }

    /// Through its text, without the zone of a link-local address.
    private static func address(_ entry: UnsafeMutablePointer<addrinfo>) -> IPAddress? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return nil }
        return IPAddress(String(decoding: text.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: "%")) }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
