/// One authenticated request to a backup server on its way through an endpoint.
struct BackupServerCall {
    let request: APIRequest
    let parameters: [String: String]
    let principal: Principal
    let world: BackupServerWorld
    let feeds: [BackupFeed]
    /// Simulated seconds since 1970.
    let now: Double
    /// The same as the server believes it is.
    var clock: Double { now + world.clockSkew }

    var contents: BackupContents { BackupContents(feeds, world, at: now) }

    func may(_ privileges: [String], _ path: String) -> Bool { world.access.allows(principal, privileges, on: path) }
    func may(_ privilege: String, _ path: String) -> Bool { may([privilege], path) }
    func maySee(_ store: Datastore) -> Bool { may(["Datastore.Audit", "Datastore.Backup"], "/datastore/\(store.name)") }

    /// Nothing of the datastore itself, but something in one of its namespaces.
    func maySeePart(of store: Datastore) -> Bool {
        world.access.allowsBelow(principal, ["Datastore.Audit", "Datastore.Backup"], "/datastore/\(store.name)")
    }

    func maySee(_ namespace: String, of store: Datastore) -> Bool {
        may(["Datastore.Audit"], "/datastore/\(store.name)" + (namespace.isEmpty ? "" : "/" + namespace))
    }

    func store(_ parameter: String = "store") throws(APIRefusal) -> Datastore {
        let name = parameters[parameter] ?? ""
        guard let store = world.datastore(name) else { throw .badRequest("no such datastore '\(name)'") }
        return store
    }

    /// A datastore whose files are wanted: not while it is in maintenance.
    func readableStore() throws(APIRefusal) -> Datastore {
        let store = try store()
        if let maintenance = store.maintenance, maintenance != .readOnly {
            throw .badRequest("datastore '\(store.name)' is in maintenance mode: \(maintenance.rawValue)")
        }
        return store
    }

    func namespace(of store: Datastore) throws(APIRefusal) -> String {
        let namespace = request.query["ns"] ?? ""
        guard maySee(namespace, of: store) else { throw .permissionCheck }
        return namespace
    }

    func flag(_ name: String) -> Bool { ["1", "true", "on", "yes"].contains(request.query[name] ?? "") }
    func number(_ name: String) -> Int? { request.query[name].flatMap { Int($0) } }
}

extension APIRefusal {
    /// Most that goes wrong on a backup server is a bad request, whoever is to blame.
    static func badRequest(_ text: String) -> APIRefusal { APIRefusal(status: 400, phrase: text) }
    static let permissionCheck = APIRefusal(status: 403, phrase: "permission check failed")
}
