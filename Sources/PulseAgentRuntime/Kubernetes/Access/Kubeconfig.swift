import FoundationEssentials
import PulseCore
import PulseTransport

/// A kubeconfig file: clusters, users, and contexts that bring them together. Source: Kubernetes, "kubeconfig (v1)".
struct Kubeconfig: Sendable {
    private let path: String
    private let root: YAMLNode

    /// Where kubectl looks. Of several files in `KUBECONFIG` the first is taken.
    static func usualPath(_ environment: [String: String]) -> String? {
        if let first = environment["KUBECONFIG"]?.split(separator: ":").first { return String(first) }
        return environment["HOME"].map { $0 + "/.kube/config" }
    }

    static func read(_ path: String, files: SmallFiles) throws(KubernetesAccessError) -> Kubeconfig {
        guard let text = files.text(path) else {
            throw KubernetesAccessError(
                "The kubeconfig \(path) cannot be read: there is no such file, the agent may not read it, or it is longer than a mebibyte.",
                nextStep: "Name another file, or let the agent's user read it.")
        }
        return try Kubeconfig(path: path, text: text)
    }

    init(path: String, text: String) throws(KubernetesAccessError) {
        self.path = path
        do throws(YAMLError) {
            root = try YAMLReader.read(text)
        } catch {
            throw KubernetesAccessError(
                "The kubeconfig \(path) cannot be read at line \(error.line): \(error.problem).",
                nextStep: "Write the file anew, for example by `kubectl config view --raw --minify`.")
        }
        guard case .mapping = root else {
            throw KubernetesAccessError("The file \(path) is no kubeconfig.", nextStep: "Name a file that kubectl can work with.")
        }
    }

    /// - Parameter context: nil takes the file's current one.
    func access(context wanted: String?, files: SmallFiles) throws(KubernetesAccessError) -> KubernetesAccess {
        guard let name = wanted ?? root["current-context"]?.text else {
            throw problem("names no current context", nextStep: "Name a context in the agent's settings.")
        }
        let context = try entry("contexts", "context", named: name)
        guard let clusterName = context["cluster"]?.text else { throw problem("has no cluster in the context “\(shown(name))”") }
        let cluster = try entry("clusters", "cluster", named: clusterName)
        let user =
            try context["user"]?.text.flatMap { $0.isEmpty ? nil : $0 }.map { name throws(KubernetesAccessError) in
                try entry("users", "user", named: name)
            } ?? .null
        let reader = KubeconfigReader(path: path, files: files)
        return KubernetesAccess(
            server: try server(of: cluster, named: clusterName), trust: try reader.trust(cluster), identity: try reader.identity(user),
            credential: try reader.credential(user), name: name)
    }

    private func entry(_ list: String, _ kind: String, named name: String) throws(KubernetesAccessError) -> YAMLNode {
        guard let entries = YAMLNode.list(root[list]) else { throw problem("has no list of \(list)") }
        guard let found = entries.first(where: { $0["name"]?.text == name })?[kind] else {
            let known = entries.compactMap { $0["name"]?.text }.prefix(10).map(shown).joined(separator: ", ")
            throw problem("has no \(kind) “\(shown(name))”", nextStep: "It has: \(known.isEmpty ? "none" : known).")
        }
        return found
    }

    private func server(of cluster: YAMLNode, named name: String) throws(KubernetesAccessError) -> String {
        guard var server = cluster["server"]?.text else { throw problem("has no server for the cluster “\(shown(name))”") }
        guard let url = URL(string: server), let scheme = url.scheme?.lowercased(), ["https", "http"].contains(scheme), url.host() != nil,
            url.query() == nil, url.user() == nil
        else { throw problem("has “\(shown(server))” as server of a cluster, which is no address") }
        guard cluster["proxy-url"]?.text == nil else { throw problem("names a proxy for the cluster “\(shown(name))”, which the agent does not use") }
        guard cluster["tls-server-name"]?.text == nil else {
            throw problem("names another name for the certificate (tls-server-name), which the agent does not support")
        }
        while server.hasSuffix("/") { server.removeLast() }
        return server
    }

    private func shown(_ text: String) -> String { text.printable(limit: 80) }

    private func problem(_ what: String, nextStep: String = "Correct the file, or name another one.") -> KubernetesAccessError {
        KubernetesAccessError("The kubeconfig \(path) \(what).", nextStep: nextStep)
    }
}
