import Foundation
import Hummingbird
import PulseAccess
import PulseCore
import PulsePatrol

/// Rules that hide findings, each with what it hides.
struct SuppressionRoutes {
    private static let (reading, acting) = (RoutePermission.permission(.monitoringRead), RoutePermission.permission(.monitoringWrite))

    let patrol: PatrolService
    let fleet: @Sendable () -> Fleet
    let now: @Sendable () -> Timestamp
    let newID: @Sendable () -> String

    func add(to routes: inout RouteTable) {
        let path = "\(PatrolRoutes.path)/suppressions"
        routes.get(path, Self.reading, "Rules that hide findings, and what each hides", list)
        routes.change(.post, path, Self.acting, feature: .aiPatrol, audit: "patrol.rule_create", "Hide findings by a rule", create)
        routes.change(.delete, "\(path)/:id", Self.acting, audit: "patrol.rule_delete", "Delete a rule; what it hid is shown again", remove)
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let view = PatrolView(patrol, fleet(), context.visibility, at: now())
        // Rules name resources and people, so somebody with limits sees none.
        let rules = view.visibility.isLimited ? [] : view.book.rules
        let active = view.all.filter { $0.isActive(at: view.now) }
        var json = JSONWriter()
        json.array(rules) { json, rule in
            rule.write(hides: active.filter { rule.hides($0, at: view.now) }.map(\.id), into: &json)
        }
        return request.compressed(json.bytes)
    }

    private struct Body: StrictBody {
        let resourceID: String?
        let check: String?
        let category: String?
        let tag: String?
        let description: String
        let until: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case resourceID = "resource_id"
            /// Of clients of Pulse v5. The id says it too, so it is not read.
            case resourceName = "resource_name"
            case check, category, tag, description, until
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            func text(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
            (resourceID, check, category) = (try text(.resourceID), try text(.check), try text(.category))
            (tag, until) = (try text(.tag), try text(.until))
            description = try members.decode(String.self, forKey: .description)
        }
    }

    private static let longestText = 512

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard !context.visibility.isLimited else {
            throw APIError(.forbidden, "limited", "A rule hides findings from everybody, so it is for those who see everything.")
        }
        let body = try await request.decoded(as: Strict<Body>.self, context).body
        let rule = SuppressionRule(
            id: newID(), matches: try matches(body), description: try description(body), until: try until(body), finding: nil, createdAt: now(),
            createdBy: context.identity?.actor.name)
        context.notes.note("rule", rule.id)
        try patrol.change { try $0.add(rule) }
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(true)
            json.name("message"); json.string("The rule hides from now on what it matches.")
            json.name("rule"); rule.write(hides: patrol.book.findings.values.filter { rule.hides($0, at: now()) }.map(\.id).sorted(), into: &json)
        }
        return .json(json.bytes, status: .created)
    }

    private func matches(_ body: Body) throws -> SuppressionRule.Matches {
        for (name, text) in [("resource_id", body.resourceID), ("check", body.check), ("tag", body.tag)]
        where (text ?? "").utf8.count > Self.longestText {
            throw APIError.invalid(name, "\(name) has at most \(Self.longestText) bytes.")
        }
        let category = try body.category.flatMap { $0.isEmpty ? nil : $0 }.map { text in
            guard let category = FindingCategory(rawValue: text) else {
                throw APIError.invalid("category", "category is one of \(FindingCategory.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return category
        }
        func given(_ text: String?) -> String? { (text ?? "").isEmpty ? nil : text }
        let check = try given(body.check).map { try patrol.checks.named($0).code }
        return .init(resource: given(body.resourceID), check: check, category: category, tag: given(body.tag))
    }

    private func description(_ body: Body) throws -> String {
        let text = body.description.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...Self.longestText).contains(text.utf8.count) else {
            throw APIError.invalid("description", "Say in 1 to \(Self.longestText) bytes why this is hidden; others will ask.")
        }
        return text
    }

    private func until(_ body: Body) throws -> Timestamp? {
        try body.until.map { text in
            guard let moment = Timestamp(rfc3339: text), moment > now() else {
                throw APIError.invalid("until", "until is a moment to come in RFC 3339, such as 2026-12-24T10:15:00Z.")
            }
            return moment
        }
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try context.parameters.require("id")
        context.notes.note("rule", id.printable(limit: 64))
        guard !context.visibility.isLimited else { throw FindingError.noSuchRule(id) }
        try patrol.change { try $0.removeRule(id) }
        return .done("Deleted. What it hid is shown again.")
    }
}

extension SuppressionRule {
    fileprivate func write(hides ids: [String], into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(id)
            for (name, text) in [
                ("resource_id", matches.resource), ("check", matches.check), ("category", matches.category?.rawValue), ("tag", matches.tag),
            ] {
                guard let text else { continue }
                json.name(data: name); json.string(text)
            }
            json.name("description"); json.string(description)
            if let until { json.name("until"); json.time(until) }
            json.name("created_at"); json.time(createdAt)
            if let createdBy { json.name("created_by"); json.string(createdBy) }
            json.name("created_from"); json.string(finding == nil ? "manual" : "finding")
            if let finding { json.name("finding_id"); json.string(finding) }
            json.name("hides"); json.array(ids) { $0.string($1) }
        }
    }
}
