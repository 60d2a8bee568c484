import PulseTransport

/// Which engine answers at an address, and how it is to be asked.
struct EngineIdentity: Hashable, Sendable {
    enum Product: String, Sendable {
        case docker
        case podman
    }

    let product: Product
    let version: String?
    let apiVersion: APIVersion
    let isRootless: Bool

    /// What stands before the names of its containers, so that two engines of a machine cannot mean different things by one name; nil for
    /// Docker as it is usually installed. It depends on the engine alone and never on which others there are, so that a key stays when an engine
    /// is installed or removed.
    var prefix: String? {
        switch (product, isRootless) {
        case (.docker, false): nil
        case (.podman, false): "podman"
        case (.docker, true): "docker-rootless"
        case (.podman, true): "podman-rootless"
        }
    }

    /// Of the module in the agent's status.
    var moduleName: String { prefix ?? product.rawValue }

    /// `health_status` makes Docker compare the beginnings of names, which leaves out the flood of `exec_*` that checks of health cause.
    /// Podman's names differ between filter and event, so only kinds are filtered there.
    var eventFilter: String {
        let kinds = #""type":["container","image","network","volume","service","node"]"#
        guard product == .docker else { return "{\(kinds)}" }
        let names =
            "create start restart die kill stop oom rename update destroy pause unpause health_status pull push tag untag delete import load connect "
            + "disconnect remove"
        return "{\(kinds),\"event\":[\(names.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ","))]}"
    }
}

extension EngineClient {
    /// Finds out what listens there and agrees on a version of the interface.
    ///
    /// - Parameter rootless: whether the socket lies in the folder of a user.
    func identify(rootless: Bool, within deadline: Duration) async throws(EngineProblem) -> EngineIdentity {
        let question = Question(path: "/_ping", purpose: "say what it is", deadline: deadline, byteLimit: 4 << 10, isVersioned: false)
        let ping = try await ask(question)
        let answer = try await get(
            VersionAnswer.self,
            Question(path: "/version", purpose: "tell its version", deadline: deadline, byteLimit: 256 << 10, isVersioned: false))
        let isPodman = ping.header("Libpod-API-Version") != nil || answer.components?.contains { $0.name == "Podman Engine" } == true
        guard let spoken = APIVersion(ping.header("Api-Version") ?? answer.apiVersion ?? "") else {
            throw EngineProblem(attempted: question.purpose, address: address, cause: .unreadable)
        }
        guard spoken >= APIVersion.oldest else { throw EngineProblem(attempted: question.purpose, address: address, cause: .tooOld("\(spoken)")) }
        return EngineIdentity(
            product: isPodman ? .podman : .docker, version: answer.version?.cut(toBytes: 64),
            apiVersion: .agreed(engine: spoken, minimum: answer.minimumAPIVersion.flatMap(APIVersion.init)), isRootless: rootless)
    }
}
