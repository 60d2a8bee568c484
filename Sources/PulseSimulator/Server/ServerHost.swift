import NIOCore

/// Which product of Proxmox a simulated server is.
package enum SimulatedProduct: String, Sendable, Equatable {
    case virtualEnvironment = "pve"
    case backupServer = "pbs"
    case mailGateway = "pmg"
}

/// One installation while it runs, as its servers see it: what answers their requests, and what they have to know of their nodes.
protocol ServerHost: Sendable {
    var product: SimulatedProduct { get }
    /// Counted among the installations of its product.
    var index: Int { get }
    var options: EstateOptions { get }
    var clock: SimulatedClock { get }
    var log: RequestLog { get }

    func answer(_ request: APIRequest, at entry: String) -> APIAnswer
    /// Real time from now until the answer is sent.
    func delay(of answer: APIAnswer, at entry: String) -> TimeAmount
    /// The time a node believes it is.
    func clock(of node: String) -> Double
    /// True when its API accepts connections and never answers.
    func isHanging(_ node: String) -> Bool
    func setFingerprint(_ fingerprint: String, of node: String)
}

extension ServerHost {
    /// A name for one server among all of the estate.
    func place(of node: String) -> String { RequestLog.place(product, index, node) }
}
