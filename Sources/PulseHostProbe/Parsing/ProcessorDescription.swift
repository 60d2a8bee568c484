import PulseCore

/// `/proc/cpuinfo`, whose words differ from architecture to architecture.
enum ProcessorDescription {
    private struct Core: Hashable {
        var socket: UInt64
        var core: UInt64
    }

    /// Nil when nothing of it could be read. The clock rate is that of this moment; kernels of ARM do not tell one.
    static func parse(_ file: Bytes) -> ProcessorFacts? {
        let fields = file.lines.compactMap { $0.divided(at: UInt8(ascii: ":")) }.map { (name: $0.name.text, value: $0.value) }
        guard !fields.isEmpty else { return nil }
        let sockets = Set(values(of: "physical id", in: fields))
        var facts = ProcessorFacts()
        facts.model = model(fields)
        facts.sockets = sockets.isEmpty ? nil : sockets.count
        facts.cores = cores(fields)
        facts.threads = threads(fields)
        facts.megahertz = fields.first { $0.name == "cpu MHz" }?.value.decimal?.rounded()
        return facts == ProcessorFacts() ? nil : facts
    }

    /// Whether the processors say that a hypervisor runs them. Nil where they list no flags, as on ARM.
    static func isVirtual(_ file: Bytes) -> Bool? {
        guard let flags = file.lines.first(where: { $0.starts(with: "flags") })?.divided(at: UInt8(ascii: ":")) else { return nil }
        return flags.value.words.contains { $0.elementsEqual("hypervisor".utf8) }
    }

    private typealias Fields = [(name: String, value: Bytes)]

    private static func values(of name: String, in fields: Fields) -> [UInt64] {
        fields.compactMap { $0.name == name ? $0.value.unsigned : nil }
    }

    /// In the order of how much each name says: `Model` is the board of a Raspberry Pi.
    private static func model(_ fields: Fields) -> String? {
        for name in ["model name", "cpu model", "cpu", "Processor", "Model", "Hardware"] {
            if let found = fields.first(where: { $0.name == name && !$0.value.isEmpty }) { return found.value.text }
        }
        return nil
    }

    /// A core has its number within its socket, so two sockets use the same numbers.
    private static func cores(_ fields: Fields) -> Int? {
        var cores: Set<Core> = []
        var socket: UInt64 = 0
        for field in fields {
            if field.name == "physical id" { socket = field.value.unsigned ?? 0 }
            if field.name == "core id", let core = field.value.unsigned { cores.insert(Core(socket: socket, core: core)) }
        }
        return cores.isEmpty ? nil : cores.count
    }

    private static func threads(_ fields: Fields) -> Int? {
        let count = values(of: "processor", in: fields).count
        return count > 0 ? count : nil
    }
}
