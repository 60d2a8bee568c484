/// The shapes of bodies and answers, as JSON Schema. A test holds them to what the routes really send.
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
        "DELETE /api/security/tokens/:id": Shape(status: "204"),
        "GET /api/resources": Shape(answer: "ResourcePage"),
        "GET /api/resources/recent": Shape(answer: "Recent"),
        "GET /api/resources/:id": Shape(answer: "Resource"),
        "PUT /api/resources/:id/annotation": Shape(body: "Annotation", answer: "Resource"),
        "GET /api/sources": Shape(answer: "ConfiguredSources"),
        "POST /api/sources/test": Shape(body: "SourceDraft", answer: "ConnectionTest"),
        "POST /api/sources": Shape(body: "SourceDraft", answer: "ConfiguredSource", status: "201"),
        "PUT /api/sources/:source": Shape(body: "SourceDraft", answer: "ConfiguredSource"),
        "DELETE /api/sources/:source": Shape(status: "204"),
        "GET /api/events": Shape(answer: "Text", type: "text/event-stream"),
        "POST /api/config/nodes": Shape(body: "Anything", status: "201"),
        "POST /api/config/nodes/test-connection": Shape(body: "Anything"),
        "PUT /api/config/nodes/:id": Shape(body: "Anything"),
    ]

    static let queries: [String: [String]] = [
        "GET /api/resources": ["kind", "source", "parent", "status", "text", "limit", "after"],
        "GET /api/resources/recent": ["metrics"],
    ]

    /// One line a schema; `?` types are written out as unions with null.
    static let components = #"""
        {"securitySchemes":{
        "session":{"type":"apiKey","in":"cookie","name":"pulse_session"},
        "token":{"type":"apiKey","in":"header","name":"X-API-Token"},
        "bearer":{"type":"http","scheme":"bearer"}},
        "schemas":{
        "Anything":{"type":["object","array"]},
        "Text":{"type":"string"},
        "Error":{"type":"object","required":["error","code","details"],"properties":{"error":{"type":"string"},"code":{"type":"string"},"details":{"type":"object"}}},
        "Health":{"type":"object","required":["status","timestamp","uptime","version","database","tickAgeSeconds","sources"],"properties":{"status":{"enum":["healthy","unhealthy"]},"timestamp":{"type":"integer"},"uptime":{"type":"number"},"version":{"type":"string"},"database":{"enum":["ok","failing"]},"tickAgeSeconds":{"type":["number","null"]},"sources":{"type":"object","required":["reachable","total"],"properties":{"reachable":{"type":"integer"},"total":{"type":"integer"}}}}},
        "Version":{"type":"object","required":["version"],"properties":{"version":{"type":"string"},"runtime":{"type":"string"},"channel":{"type":"string"}}},
        "SetUp":{"type":"object","required":["code","username","password"],"properties":{"code":{"type":"string"},"username":{"type":"string"},"password":{"type":"string","minLength":12}}},
        "SignIn":{"type":"object","required":["username","password"],"properties":{"username":{"type":"string"},"password":{"type":"string"}}},
        "Session":{"type":"object","required":["user","demo","version"],"properties":{"user":{"type":"string"},"csrfToken":{"type":"string"},"demo":{"type":"boolean"},"version":{"type":"string"}}},
        "Token":{"type":"object","required":["id","name","prefix","suffix","scopes","createdAt"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"prefix":{"type":"string"},"suffix":{"type":"string"},"scopes":{"type":"array","items":{"type":"string"}},"createdAt":{"type":"string"},"expiresAt":{"type":"string"},"lastUsedAt":{"type":"string"}}},
        "Tokens":{"type":"object","required":["tokens"],"properties":{"tokens":{"type":"array","items":{"$ref":"#/components/schemas/Token"}}}},
        "NewToken":{"type":"object","required":["name","scopes"],"properties":{"name":{"type":"string"},"scopes":{"type":"array","items":{"type":"string"}},"expiresInDays":{"type":"integer","minimum":1}}},
        "MadeToken":{"type":"object","required":["token","record"],"properties":{"token":{"type":"string"},"record":{"$ref":"#/components/schemas/Token"}}},
        "Measurement":{"type":"object","required":["value"],"properties":{"value":{"type":["number","null"]},"quality":{"enum":["estimated","stale","unknown"]},"reason":{"type":"string"},"at":{"type":"string"}}},
        "Resource":{"type":"object","required":["id","kind","source","parent","name","displayName","note","tags","status","reason","since","lastSeen","metrics","facts"],"properties":{"id":{"type":"string"},"handle":{"type":"integer"},"kind":{"enum":["cluster","node","guest","storage","host"]},"source":{"type":"string"},"parent":{"type":["string","null"]},"name":{"type":"string"},"displayName":{"type":["string","null"]},"note":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"status":{"enum":["online","offline","running","stopped","paused","failing","available","inactive","disabled","degraded","unknown"]},"reason":{"type":["string","null"]},"since":{"type":["string","null"]},"lastSeen":{"type":"string"},"metrics":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Measurement"}},"facts":{"type":"object"}}},
        "ResourcePage":{"type":"object","required":["resources","total","next"],"properties":{"resources":{"type":"array","items":{"$ref":"#/components/schemas/Resource"}},"total":{"type":"integer"},"next":{"type":["string","null"]}}},
        "Recent":{"type":"object","required":["at","stepSeconds","points","series"],"properties":{"at":{"type":"string"},"stepSeconds":{"type":"integer"},"points":{"type":"integer"},"series":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"array","items":{"type":["number","null"]}}}}}},
        "Annotation":{"type":"object","properties":{"displayName":{"type":["string","null"]},"note":{"type":["string","null"]}}},
        "Problem":{"type":"object","required":["code","sentence","nextStep"],"properties":{"code":{"type":"string"},"sentence":{"type":"string"},"nextStep":{"type":"string"}}},
        "MissingPrivilege":{"type":"object","required":["privilege","path","hides","command"],"properties":{"privilege":{"type":"string"},"path":{"type":"string"},"hides":{"type":"string"},"command":{"type":"string"}}},
        "Endpoint":{"type":"object","required":["address","node","breaker","retryAt","lastAnswerAt","problem","fingerprint"],"properties":{"address":{"type":"string"},"node":{"type":["string","null"]},"breaker":{"enum":["closed","open","half_open"]},"retryAt":{"type":["string","null"]},"lastAnswerAt":{"type":["string","null"]},"problem":{"anyOf":[{"$ref":"#/components/schemas/Problem"},{"type":"null"}]},"fingerprint":{"type":["string","null"]}}},
        "Source":{"type":"object","required":["source","kind","name","condition","version","lastAnswerAt","intervalSeconds","problems","missingPrivileges","endpoints"],"properties":{"source":{"type":"string"},"kind":{"enum":["pve","self"]},"name":{"type":"string"},"condition":{"enum":["connecting","reachable","degraded","unreachable","refused"]},"version":{"type":["string","null"]},"lastAnswerAt":{"type":["string","null"]},"intervalSeconds":{"type":"integer"},"problems":{"type":"array","items":{"$ref":"#/components/schemas/Problem"}},"missingPrivileges":{"type":"array","items":{"$ref":"#/components/schemas/MissingPrivilege"}},"endpoints":{"type":"array","items":{"$ref":"#/components/schemas/Endpoint"}}}},
        "SourceDraft":{"type":"object","properties":{"source":{"type":"string"},"name":{"type":"string"},"address":{"type":"string"},"fingerprint":{"type":"string"},"authentication":{"type":"object","required":["type"],"properties":{"type":{"enum":["token","password"]},"tokenId":{"type":"string"},"tokenSecret":{"type":"string"},"username":{"type":"string"},"password":{"type":"string"}}}}},
        "ConfiguredSource":{"type":"object","required":["source","kind","name","addresses","authentication","intervalSeconds","report"],"properties":{"source":{"type":"string"},"kind":{"enum":["pve","self"]},"name":{"type":"string"},"addresses":{"type":"array","items":{"type":"object","required":["address","node","fingerprint"],"properties":{"address":{"type":"string"},"node":{"type":["string","null"]},"fingerprint":{"type":["string","null"]}}}},"authentication":{"type":"object","required":["type"],"properties":{"type":{"enum":["token","password","none"]},"tokenId":{"type":"string"},"username":{"type":"string"}}},"intervalSeconds":{"type":"integer"},"report":{"anyOf":[{"$ref":"#/components/schemas/Source"},{"type":"null"}]}}},
        "ConfiguredSources":{"type":"object","required":["sources"],"properties":{"sources":{"type":"array","items":{"$ref":"#/components/schemas/ConfiguredSource"}}}},
        "ConnectionTest":{"type":"object","required":["ok","problem","steps","certificate","version","clusterName","nodes","guests","missingPrivileges"],"properties":{"ok":{"type":"boolean"},"problem":{"anyOf":[{"$ref":"#/components/schemas/Problem"},{"type":"null"}]},"steps":{"type":"array","items":{"type":"object","required":["asked","answered","ok"],"properties":{"asked":{"type":"string"},"answered":{"type":"string"},"ok":{"type":"boolean"}}}},"certificate":{"anyOf":[{"type":"object","required":["fingerprint","subject","issuer","notAfter","trustedBySystem","needsConfirmation"],"properties":{"fingerprint":{"type":"string"},"subject":{"type":["string","null"]},"issuer":{"type":["string","null"]},"notAfter":{"type":["string","null"]},"trustedBySystem":{"type":"boolean"},"needsConfirmation":{"type":"boolean"}}},{"type":"null"}]},"version":{"type":["string","null"]},"clusterName":{"type":["string","null"]},"nodes":{"type":"array","items":{"type":"string"}},"guests":{"type":["integer","null"]},"missingPrivileges":{"type":"array","items":{"$ref":"#/components/schemas/MissingPrivilege"}}}}
        }}
        """#
}
