/// Which shape of `OpenAPIComponents` a body or an answer has.
enum OpenAPISchemas {
    struct Shape {
        var body: String?
        var answer: String?
        var status = "200"
        var type: String?
    }

    static let shapes: [String: Shape] = [
        "GET /api/health": Shape(answer: "Health"),
        "GET /api/version": Shape(answer: "Version"),
        "POST /api/setup": Shape(body: "SetUp", answer: "Session"),
        "POST /api/login": Shape(body: "SignIn", answer: "Session"),
        "POST /api/logout": Shape(status: "204"),
        "GET /api/session": Shape(answer: "Session"),
        "PUT /api/preferences": Shape(body: "Anything", status: "204"),
        "GET /api/security/tokens": Shape(answer: "Tokens"),
        "POST /api/security/tokens": Shape(body: "NewToken", answer: "MadeToken", status: "201"),
        "POST /api/security/tokens/:id/rotate": Shape(answer: "MadeToken"),
        "DELETE /api/security/tokens/:id": Shape(status: "204"),
        "GET /api/resources": Shape(answer: "ResourcePage"),
        "GET /api/resources/recent": Shape(answer: "Recent"),
        "GET /api/history": Shape(answer: "History"),
        "GET /api/history/forecast": Shape(answer: "Forecast"),
        "GET /api/history/series": Shape(answer: "HistorySeriesList"),
        "GET /api/resources/:id": Shape(answer: "Resource"),
        "PUT /api/resources/:id/annotation": Shape(body: "Annotation", answer: "Resource"),
        "GET /api/sources": Shape(answer: "ConfiguredSources"),
        "POST /api/sources/test": Shape(body: "SourceDraft", answer: "ConnectionTest"),
        "POST /api/sources": Shape(body: "SourceDraft", answer: "ConfiguredSource", status: "201"),
        "PUT /api/sources/:source": Shape(body: "SourceDraft", answer: "ConfiguredSource"),
        "DELETE /api/sources/:source": Shape(status: "204"),
        "GET /api/license/status": Shape(answer: "LicenseStatus"),
        "GET /api/license/features": Shape(answer: "LicenseFeatures"),
        "POST /api/license/activate": Shape(body: "LicenseActivation", answer: "LicenseChange"),
        "POST /api/license/clear": Shape(answer: "LicenseChange"),
        "POST /api/config/export": Shape(body: "ConfigurationExport", answer: "ExportedConfiguration"),
        "POST /api/config/import": Shape(body: "ConfigurationImport", answer: "ImportedConfiguration"),
        // Its events `snapshot` and `delta` carry the schemas of these names.
        "GET /api/events": Shape(answer: "Text", type: "text/event-stream"),
        "POST /api/config/nodes": Shape(body: "Anything", status: "201"),
        "POST /api/config/nodes/test-connection": Shape(body: "Anything"),
        "PUT /api/config/nodes/:id": Shape(body: "Anything"),
    ]

    static let queries: [String: [String]] = [
        "GET /api/resources": ["kind", "source", "parent", "status", "text", "limit", "after"],
        "GET /api/resources/recent": ["metrics"],
        "GET /api/history": ["resource", "metric", "from", "to", "points", "step", "format"],
        "GET /api/history/series": ["resource"],
        "GET /api/history/forecast": ["resource", "metric", "part"],
        "GET /api/metrics-store/history": ["resourceType", "resourceId", "metric", "range"],
        "GET /api/charts": ["range"],
        "GET /api/storage-charts": ["range"],
    ]
}
