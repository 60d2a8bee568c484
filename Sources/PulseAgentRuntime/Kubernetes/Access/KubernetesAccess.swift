package import PulseCore
package import PulseTransport

/// Where a cluster's API server is, whose certificates are accepted there, and who the agent says it is.
package struct KubernetesAccess: Sendable, Equatable {
    package enum Credential: Sendable, Equatable {
        case none
        case token(Redacted<String>)
        /// Read anew for every call, because such tokens are replaced while they are valid.
        case tokenFile(String)
    }

    /// `https://10.96.0.1:443`, without a slash at its end.
    package var server: String
    package var trust: Trust
    package var identity: ClientIdentity?
    package var credential: Credential
    /// What the cluster is called when nobody configured a name: the context, or `kubernetes`.
    package var name: String

    package init(server: String, trust: Trust, identity: ClientIdentity? = nil, credential: Credential, name: String) {
        self.server = server
        self.trust = trust
        self.identity = identity
        self.credential = credential
        self.name = name
    }
}

/// Why there is no way into a cluster, and what to do about it.
package struct KubernetesAccessError: SentenceError, Equatable {
    package let sentence: String
    package let nextStep: String

    package init(_ sentence: String, nextStep: String) {
        self.sentence = sentence
        self.nextStep = nextStep
    }
}

extension KubernetesAccess {
    /// Looks for the way in: the kubeconfig that was named, else the service account of the pod that the agent runs in, else the kubeconfig
    /// that kubectl would take.
    ///
    /// - Parameters:
    ///   - kubeconfig: path of the file that the settings name.
    ///   - context: its context; nil takes the file's current one.
    package static func find(
        kubeconfig: String? = nil, context: String? = nil, environment: [String: String], files: SmallFiles = SmallFiles()
    ) throws(KubernetesAccessError) -> KubernetesAccess {
        if let kubeconfig { return try Kubeconfig.read(kubeconfig, files: files).access(context: context, files: files) }
        if environment["KUBERNETES_SERVICE_HOST"] != nil { return try inCluster(environment: environment, files: files) }
        guard let path = Kubeconfig.usualPath(environment) else {
            throw KubernetesAccessError(
                "There is no way into a cluster: the agent does not run in a pod, and no kubeconfig is named.",
                nextStep: "Name a kubeconfig in the agent's settings, or run the agent in the cluster.")
        }
        return try Kubeconfig.read(path, files: files).access(context: context, files: files)
    }
}
