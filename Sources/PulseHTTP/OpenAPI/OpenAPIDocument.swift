import HTTPTypes

/// Writes OpenAPI 3.1 from the table of routes and the schemas of `OpenAPISchemas`.
struct OpenAPIDocument {
    let routes: [RouteEntry]
    let version: String

    func write() -> [UInt8] {
        var json = JSONWriter(capacity: 32_768)
        json.object { json in
            json.name("openapi"); json.string("3.1.0")
            json.name("info")
            json.object { json in
                json.name("title"); json.string("Pulse")
                json.name("version"); json.string(version)
            }
            json.name("servers");
            json.array([".."]) { json, url in
                json.object {
                    $0.name("url"); $0.string(url)
                }
            }
            json.name("paths"); paths(&json)
            json.name("components"); json.raw(OpenAPIComponents.json)
        }
        return json.bytes
    }

    private func paths(_ json: inout JSONWriter) {
        // `:rest` is the second half of an id written plainly; the encoded form describes both.
        let described = routes.filter { $0.path.hasPrefix("/api/") && !$0.path.contains(":rest") }
        let paths = Dictionary(grouping: described, by: \.path).sorted { $0.key < $1.key }
        json.object { json in
            for (path, entries) in paths {
                json.name(data: template(path))
                json.object { json in
                    for entry in entries {
                        json.name(data: entry.method.rawValue.lowercased())
                        operation(entry, &json)
                    }
                }
            }
        }
    }

    private func operation(_ entry: RouteEntry, _ json: inout JSONWriter) {
        let shapes = OpenAPISchemas.shapes["\(entry.method.rawValue) \(entry.path)"]
        json.object { json in
            json.name("operationId"); json.string(operationID(entry))
            json.name("summary"); json.string(entry.summary)
            json.name("security"); security(entry.permission, &json)
            json.name("parameters"); json.array(parameters(entry)) { parameter($1, &$0) }
            if let body = shapes?.body {
                json.name("requestBody")
                json.object { json in
                    json.name("required"); json.bool(true)
                    json.name("content"); content(body, &json)
                }
            }
            json.name("responses")
            json.object { json in
                for status in [shapes?.status ?? "200", shapes?.also].compactMap(\.self) {
                    json.name(data: status)
                    json.object { json in
                        json.name("description"); json.string(status == "204" ? "Done" : "The answer")
                        if status != "204" { json.name("content"); content(shapes?.answer ?? "Anything", type: shapes?.type, &json) }
                    }
                }
                json.name(data: "default")
                json.object { json in
                    json.name("description"); json.string("Why not")
                    json.name("content"); content("Error", &json)
                }
            }
        }
    }

    private func content(_ schema: String, type: String? = nil, _ json: inout JSONWriter) {
        json.object { json in
            json.name(data: type ?? "application/json")
            json.object { json in
                json.name("schema")
                json.object {
                    $0.name("$ref"); $0.string("#/components/schemas/\(schema)")
                }
            }
        }
    }

    private func security(_ permission: RoutePermission, _ json: inout JSONWriter) {
        let schemes: [String] =
            switch permission {
            case .open: []
            case .session: ["session"]
            case .setupCode: ["setupCode"]
            case .agent: ["agent"]
            case .proven, .permission, .either: ["session", "token", "bearer"]
            }
        json.array(schemes) { json, scheme in
            json.object { json in
                json.name(data: scheme)
                json.array(EmptyCollection<Int>()) { $0.integer($1) }
            }
        }
    }

    private struct Parameter {
        let name: String
        let place: String
    }

    private func parameters(_ entry: RouteEntry) -> [Parameter] {
        let inPath = entry.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { Parameter(name: String($0.dropFirst()), place: "path") }
        let inQuery = (OpenAPISchemas.queries["\(entry.method.rawValue) \(entry.path)"] ?? []).map { Parameter(name: $0, place: "query") }
        return inPath + inQuery
    }

    private func parameter(_ parameter: Parameter, _ json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(parameter.name)
            json.name("in"); json.string(parameter.place)
            json.name("required"); json.bool(parameter.place == "path")
            json.name("schema")
            json.object {
                $0.name("type"); $0.string("string")
            }
        }
    }

    private func template(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
    }

    private func operationID(_ entry: RouteEntry) -> String {
        let words = entry.path.split { !$0.isLetter && !$0.isNumber }.dropFirst()
        return entry.method.rawValue.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
