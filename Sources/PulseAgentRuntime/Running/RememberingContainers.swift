import FoundationEssentials
package import PulseCore
import Synchronization

/// The collector of containers, with what it learnt of images kept in a file: when an update was first seen must not begin anew with every start.
package struct RememberingContainers: Collector {
    private static let name = "images.json"
    private static let pace = Duration.seconds(300)

    private struct Kept {
        var memory: ImageUpdateMemory
        var at: Timestamp?
    }

    private final class Box: Sendable {
        let kept: Mutex<Kept>

        init(_ kept: Kept) { self.kept = Mutex(kept) }
    }

    private let collector: ContainerCollector
    private let folder: StateFolder
    private let box: Box

    /// What cannot be read is begun anew.
    package init(in folder: StateFolder, _ collector: (ImageUpdateMemory) -> ContainerCollector) {
        let bytes = try? folder.read(Self.name)
        let memory = bytes.flatMap { try? JSONDecoder().decode(ImageUpdateMemory.self, from: Data($0)) } ?? ImageUpdateMemory()
        self.folder = folder
        self.collector = collector(memory)
        box = Box(Kept(memory: memory))
    }

    package func run() async { await collector.run() }

    package func picture(at now: Timestamp) async -> Picture {
        let picture = await collector.picture(at: now)
        keep(collector.updateMemory, at: now)
        return picture
    }

    package func askRegistries(at now: Timestamp) { collector.askRegistries(at: now) }

    private func keep(_ memory: ImageUpdateMemory, at now: Timestamp) {
        let isDue = box.kept.withLock { kept in
            guard memory != kept.memory, kept.at.map({ now.since($0) >= Self.pace }) ?? true else { return false }
            kept = Kept(memory: memory, at: now)
            return true
        }
        guard isDue, let bytes = try? JSONEncoder().encode(memory) else { return }
        // It is tried again when it changes again; nothing but a moment is lost.
        try? folder.write(Array(bytes), to: Self.name)
    }
}
