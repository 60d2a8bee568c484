import FoundationEssentials
import PulseCore
import PulseTransport

/// What entries of a kubeconfig mean. Paths in it are relative to its own folder, and data goes before files, as with kubectl.
struct KubeconfigReader: Sendable {
    let path: String
    let files: SmallFiles

    func trust(_ cluster: YAMLNode) throws(KubernetesAccessError) -> Trust {
        if cluster["insecure-skip-tls-verify"]?.text == "true" { return .anyone }
        guard let authority = try pem("certificate-authority", in: cluster) else { return .system }
        let trust = Trust.authority(authority)
        guard trust.isUsable else { throw problem("has a certificate-authority that holds no certificate in PEM form") }
        return trust
    }

    func identity(_ user: YAMLNode) throws(KubernetesAccessError) -> ClientIdentity? {
        guard let certificate = try pem("client-certificate", in: user) else { return nil }
        guard let key = try pem("client-key", in: user) else { throw problem("has a client-certificate without its client-key") }
        let identity = ClientIdentity(certificates: certificate, key: Redacted(key))
        guard identity.isUsable else { throw problem("has a client-certificate or client-key that cannot be read") }
        return identity
    }

    func credential(_ user: YAMLNode) throws(KubernetesAccessError) -> KubernetesAccess.Credential {
        for refused in ["exec", "auth-provider"] where user[refused] != nil && user[refused] != .null {
            throw KubernetesAccessError(
                "The kubeconfig \(path) gets its token from a program (\(refused)). The agent starts no programs that a file names.",
                nextStep: "Make a service account with packaging/kubernetes, and a kubeconfig with its token.")
        }
        if user["username"]?.text != nil {
            throw problem("has a user name and password, which Kubernetes no longer takes")
        }
        // kubectl's order: a token goes before a file.
        if let token = user["token"]?.text { return .token(Redacted(token)) }
        if let file = user["tokenFile"]?.text { return .tokenFile(absolute(file)) }
        return .none
    }

    /// `key-data` in base 64, or the file that `key` names.
    private func pem(_ key: String, in node: YAMLNode) throws(KubernetesAccessError) -> String? {
        if let data = node["\(key)-data"]?.text {
            let packed = data.filter { !$0.isWhitespace }
            guard let bytes = Data(base64Encoded: packed), let text = String(validating: bytes, as: UTF8.self) else {
                throw problem("has a \(key)-data that is not base 64 of PEM")
            }
            return text
        }
        guard let file = node[key]?.text else { return nil }
        guard let text = files.text(absolute(file)) else {
            throw problem("names the file \(file.printable(limit: 200)) as \(key), which cannot be read")
        }
        return text
    }

    private func absolute(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return file }
        return path[...slash] + file
    }

    private func problem(_ what: String) -> KubernetesAccessError {
        KubernetesAccessError("The kubeconfig \(path) \(what).", nextStep: "Correct the file, or name another one.")
    }
}
