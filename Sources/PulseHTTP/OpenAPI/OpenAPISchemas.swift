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
        "GET /api/users": Shape(answer: "Users"),
        "POST /api/users": Shape(body: "NewUser", answer: "User", status: "201"),
        "PUT /api/users/:name": Shape(body: "UserChange", answer: "User"),
        "DELETE /api/users/:name": Shape(status: "204"),
        "POST /api/users/:name/unlock": Shape(status: "204"),
        "GET /api/users/:name/sessions": Shape(answer: "UserSessions"),
        "DELETE /api/users/:name/sessions": Shape(status: "204"),
        "PUT /api/account/password": Shape(body: "PasswordChange", status: "204"),
        "GET /api/roles": Shape(answer: "Roles"),
        "POST /api/roles": Shape(body: "NewRole", answer: "Role", status: "201"),
        "PUT /api/roles/:id": Shape(body: "NewRole", answer: "Role"),
        "DELETE /api/roles/:id": Shape(status: "204"),
        "GET /api/viewer-links": Shape(answer: "ViewerLinks"),
        "POST /api/viewer-links": Shape(body: "NewViewerLink", answer: "MadeViewerLink", status: "201"),
        "DELETE /api/viewer-links/:id": Shape(status: "204"),
        "POST /api/login/link": Shape(body: "LinkSecret", answer: "Session"),
        "GET /api/config/proxy-auth": Shape(answer: "ProxyAuthentication"),
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
        // Its events `snapshot` and `delta` carry the schemas of these names.
        "GET /api/events": Shape(answer: "Text", type: "text/event-stream"),
        "GET /api/admin/webhooks/audit": Shape(answer: "AuditWebhooks"),
        "POST /api/admin/webhooks/audit": Shape(body: "AuditWebhookURLs", status: "204"),
        "PUT /api/admin/webhooks/audit": Shape(body: "AuditWebhookURLs", status: "204"),
        "POST /api/admin/webhooks/audit/endpoints": Shape(body: "AuditWebhookDraft", answer: "MadeAuditWebhook", status: "201"),
        "PUT /api/admin/webhooks/audit/endpoints/:id": Shape(body: "AuditWebhookDraft", answer: "AuditWebhook"),
        "DELETE /api/admin/webhooks/audit/endpoints/:id": Shape(status: "204"),
        "POST /api/admin/webhooks/audit/endpoints/:id/test": Shape(answer: "AuditWebhookTest"),
        "GET /api/admin/webhooks/audit/endpoints/:id/deliveries": Shape(answer: "AuditDeliveries"),
        "POST /api/admin/webhooks/audit/endpoints/:id/replay": Shape(body: "AuditReplay", answer: "Queued"),
        "POST /api/admin/webhooks/audit/endpoints/:id/secret": Shape(answer: "AuditWebhookSecret"),
        "POST /api/config/nodes": Shape(body: "Anything", status: "201"),
        "POST /api/config/nodes/test-connection": Shape(body: "Anything"),
        "PUT /api/config/nodes/:id": Shape(body: "Anything"),
    ]

    static let queries: [String: [String]] = [
        "GET /api/resources": ["kind", "source", "parent", "status", "text", "limit", "after"],
        "GET /api/resources/recent": ["metrics"],
        "GET /api/admin/webhooks/audit/endpoints/:id/deliveries": ["state", "limit"],
        "GET /api/history": ["resource", "metric", "from", "to", "points", "step", "format"],
        "GET /api/history/series": ["resource"],
        "GET /api/history/forecast": ["resource", "metric", "part"],
        "GET /api/metrics-store/history": ["resourceType", "resourceId", "metric", "range"],
        "GET /api/charts": ["range"],
        "GET /api/storage-charts": ["range"],
    ]
}
