import Hummingbird

/// `GET /api/openapi.json`: the API described by its own table of routes. To be added after all others.
struct OpenAPIRoutes {
    let version: String

    private static let path = "/api/openapi.json"

    func add(to routes: inout RouteTable) {
        let itself = RouteEntry(method: .get, path: Self.path, permission: .proven, summary: "This API as OpenAPI 3.1", auditEvent: nil, feature: nil)
        let document = OpenAPIDocument(routes: routes.entries + [itself], version: version).write()
        routes.get(itself.path, itself.permission, itself.summary) { request, _ in request.compressed(document) }
    }
}
