import PulseAccess
import PulseCore

/// What the set-up routes answer, as JSON.
enum SetupAnswer {
    static func made(code: Redacted<String>, _ entry: SetupCodeBook.Entry, _ command: SetupCommand, script: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("id"); json.string(entry.id)
            json.name("type"); json.string(entry.order.product.rawValue)
            json.name("url"); json.string(command.url)
            json.name("command"); json.string(command.text(script: script))
            json.name("code"); json.string(code.reveal())
            json.name("expires"); json.string(entry.expiresAt.description)
            json.name("expiresInSeconds"); json.integer(SetupCodeBook.lifetime.components.seconds)
            json.name("warning"); json.string(warning(entry.order.address))
        }
        return json.bytes
    }

    static func progress(_ entry: SetupCodeBook.Entry) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("id"); json.string(entry.id)
            json.name("type"); json.string(entry.order.product.rawValue)
            json.name("expires"); json.string(entry.expiresAt.description)
            json.name("stage"); json.string(entry.stage.word)
            json.name("problem"); json.string(entry.stage.problem)
            json.name("source"); json.string(entry.stage.source?.description)
        }
        return json.bytes
    }

    /// What the script reads, so flat and short.
    static func registered(_ source: ConfiguredSource) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("source"); json.string(source.slug.description)
            json.name("name"); json.string(source.name)
        }
        return json.bytes
    }

    private static func warning(_ address: SetupAddress) -> String? {
        guard address.isPlainText else { return nil }
        return "This Pulse is reached without TLS: whoever listens on the way can read the token, which may only read. The command checks that the "
            + "script is the one from here. Better switch TLS on first (PULSE_TLS_SELF_SIGNED=true), or put Pulse behind a proxy with a certificate."
    }
}

extension SetupCodeBook.Stage {
    fileprivate var word: String {
        switch self {
        case .waiting: "waiting"
        case .fetched: "fetched"
        case .trying: "trying"
        case .failed: "failed"
        case .done: "done"
        }
    }

    fileprivate var problem: String? {
        guard case .failed(let sentence) = self else { return nil }
        return sentence
    }

    fileprivate var source: SourceSlug? {
        guard case .done(let slug) = self else { return nil }
        return slug
    }
}
