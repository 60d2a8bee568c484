import PulseCore
import PulseTransport

extension KubernetesAccess {
    /// Where a pod finds the account it runs as.
    static let accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The service account of the pod that the agent runs in. Source: Kubernetes, "Accessing the Kubernetes API from a Pod".
    package static func inCluster(
        environment: [String: String], folder: String = accountFolder, files: SmallFiles = SmallFiles()
    ) throws(KubernetesAccessError) -> KubernetesAccess {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty else {
            throw KubernetesAccessError(
                "The agent does not run in a pod: KUBERNETES_SERVICE_HOST is not set.", nextStep: "Name a kubeconfig in the agent's settings.")
        }
        let port = environment["KUBERNETES_SERVICE_PORT"] ?? "443"
        guard UInt16(port) != nil else {
            throw KubernetesAccessError(
                "KUBERNETES_SERVICE_PORT is “\(port.printable(limit: 40))”, which is no port.", nextStep: "Set it to a number.")
        }
        guard files.text(folder + "/token") != nil else { throw noAccount(folder + "/token") }
        guard let authority = files.text(folder + "/ca.crt") else { throw noAccount(folder + "/ca.crt") }
        let trust = Trust.authority(authority)
        guard trust.isUsable else {
            throw KubernetesAccessError("\(folder)/ca.crt holds no certificate in PEM form.", nextStep: "Look at the projected volume of the pod.")
        }
        let address = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return KubernetesAccess(
            server: "https://\(address):\(port)", trust: trust, credential: .tokenFile(folder + "/token"), name: "kubernetes")
    }

    private static func noAccount(_ path: String) -> KubernetesAccessError {
        KubernetesAccessError(
            "The pod has no service account to ask the cluster with: \(path) cannot be read.",
            nextStep: "Give the pod the service account of packaging/kubernetes, with its token mounted.")
    }
}
