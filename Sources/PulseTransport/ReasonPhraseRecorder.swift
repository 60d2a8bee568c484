import NIOCore
import NIOHTTP1

/// Keeps the reason phrase of a response, which NIO's decoder drops: it copies the phrase into a header ahead of all others.
///
/// Sits between the socket's bytes and the decoder. One request is answered at a time, so the first bytes after a request's head are
/// the status line of its answer.
final class ReasonPhraseRecorder: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Always the first header of a response, so a server that sends one of this name is not believed.
    static let header = "pulse-reason-phrase"
    /// Bytes. A longer one is nobody's explanation.
    private static let longestStatusLine = 4096

    private var awaitsStatusLine = false
    private var held: ByteBuffer?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = Self.unwrapOutboundIn(data) { awaitsStatusLine = true }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard awaitsStatusLine else { return context.fireChannelRead(data) }
        var bytes = Self.unwrapInboundIn(data)
        if var earlier = held {
            earlier.writeBuffer(&bytes)
            bytes = earlier
        }
        held = nil
        guard let end = bytes.readableBytesView.firstIndex(of: 0x0A) else { return hold(bytes, context) }
        awaitsStatusLine = false
        context.fireChannelRead(Self.wrapInboundOut(Self.annotated(bytes, lineEnd: end)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        release(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        held = nil
    }

    /// A status line without end would be taken by the decoder for as long as it comes; no limit of a body applies to it.
    private func hold(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard bytes.readableBytes > Self.longestStatusLine else {
            held = bytes
            return
        }
        context.fireErrorCaught(TransportError.notHTTP)
        context.close(promise: nil)
    }

    private func release(_ context: ChannelHandlerContext) {
        guard let bytes = held else { return }
        held = nil
        context.fireChannelRead(Self.wrapInboundOut(bytes))
    }

    private static func annotated(_ bytes: ByteBuffer, lineEnd: Int) -> ByteBuffer {
        var rest = bytes
        guard let line = rest.readSlice(length: lineEnd - bytes.readerIndex + 1), let phrase = phrase(of: line) else { return bytes }
        var result = line
        result.writeString("\(header): \(percentEncoded(phrase))\r\n")
        result.writeBuffer(&rest)
        return result
    }

    /// `HTTP/1.1 403 Permission check failed` -> the words behind the code; nil for anything that is no final status line.
    private static func phrase(of line: ByteBuffer) -> String? {
        let parts = line.readableBytesView.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/1.".utf8), parts[1].first != 0x31 else { return nil }
        guard parts.count == 3 else { return "" }
        let words = String(decoding: parts[2], as: UTF8.self)
        return String(words.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" })
    }

    /// The phrase back out of the header.
    static func decoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(value).utf8
        while let byte = rest.popFirst() {
            if byte == 0x25, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
