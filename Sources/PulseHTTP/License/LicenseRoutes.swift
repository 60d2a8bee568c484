import Hummingbird
import PulseAccess
import PulseCore

/// The licence: what is on, activate, clear. Addresses and members have the spelling of Pulse v5.
struct LicenseRoutes {
    /// The one place that says who may see and who may change the licence.
    private static let (reading, managing) = (RoutePermission.permission(.settingsRead), RoutePermission.permission(.licenseManage))
    /// Of activations from one address. Nobody guesses a signature; but each try is work, and a line of the audit log.
    private static let (mostActivations, activationWindow) = (10, Duration.seconds(300))

    let licence: LicenceService
    let now: @Sendable () -> Timestamp
    private let limiter = RequestLimiter(most: mostActivations, window: activationWindow)

    init(licence: LicenceService, now: @escaping @Sendable () -> Timestamp) {
        self.licence = licence
        self.now = now
    }

    func add(to routes: inout RouteTable) {
        routes.get("/api/license/status", Self.reading, "The licence, its state and what to do about it", status)
        routes.get("/api/license/features", .proven, "Which features the licence turns on", features)
        routes.change(.post, "/api/license/activate", Self.managing, audit: "license.activate", "Take a licence key into use", activate)
        routes.change(.post, "/api/license/clear", Self.managing, audit: "license.clear", "Forget the licence", clear)
    }

    @Sendable private func status(_ request: Request, _ context: PulseContext) async throws -> Response {
        var json = JSONWriter()
        licence.status.write(to: &json)
        return .json(json.bytes)
    }

    @Sendable private func features(_ request: Request, _ context: PulseContext) async throws -> Response {
        let status = licence.status
        var json = JSONWriter()
        json.object { json in
            json.name("license_status"); json.string(status.state.name)
            json.name("features")
            json.object { json in
                for feature in Feature.allCases {
                    json.name(data: feature.rawValue); json.bool(status.features.contains(feature))
                }
                // Everybody has it; programs written for v5 look for it here.
                json.name("update_alerts"); json.bool(true)
            }
            json.name("upgrade_url"); json.string(APIError.upgradeURL)
        }
        return .json(json.bytes)
    }

    @Sendable private func activate(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Body: Decodable {
            let key: String

            enum CodingKeys: String, CodingKey {
                case key = "license_key"
            }
        }
        try limiter.count(context.client.address, at: now())
        let body = try await request.decoded(as: Body.self, context)
        do {
            let status = try licence.activate(body.key)
            note(status, context)
            return answer("\(status.tier.displayName) is activated.", status)
        } catch let error as LicenceKeyError {
            context.notes.note("reason", error.code)
            return refusal(error)
        }
    }

    @Sendable private func clear(_ request: Request, _ context: PulseContext) async throws -> Response {
        note(try licence.clear(), context)
        return answer("The licence is removed. Nothing was deleted; features of Pulse Pro are off.", nil)
    }

    /// Which licence, never the key.
    private func note(_ status: LicenceStatus, _ context: PulseContext) {
        for (name, value) in status.auditDetails { context.notes.note(name, value) }
    }

    private func answer(_ message: String, _ status: LicenceStatus?) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(true)
            json.name("message"); json.string(message)
            if let status {
                json.name("status"); status.write(to: &json)
            }
        }
        return .json(json.bytes)
    }

    /// v5 answers with `success` and `message`; the members of every other error stand beside them.
    private func refusal(_ error: LicenceKeyError) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(false)
            json.name("message"); json.string(error.sentence)
            json.name("error"); json.string(error.sentence)
            json.name("code"); json.string(error.code)
            json.name("details"); json.object { _ in }
        }
        return .json(json.bytes, status: .badRequest)
    }
}

extension LicenceStatus {
    /// The members of Pulse v5, and ours beside them.
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("valid"); json.bool(state.isValid)
            json.name("state"); json.string(state.name)
            json.name("sentence"); json.string(sentence)
            json.name("tier"); json.string(isDemonstration ? "demonstration" : tier.name)
            json.name("license_id"); json.string(claims?.id)
            json.name("email"); json.string(claims?.email)
            json.name("expires_at"); json.string(claims?.expiresAt?.description)
            json.name("is_lifetime"); json.bool(isLifetime)
            json.name("days_remaining"); json.integer(daysRemaining)
            json.name("features"); json.array(features.map(\.rawValue).sorted()) { $0.string($1) }
            json.name("in_grace_period"); json.bool(graceEnd != nil)
            json.name("grace_period_end"); json.string(graceEnd?.description)
            json.name("max_nodes"); json.integer(claims?.mostNodes)
            json.name("max_guests"); json.integer(claims?.mostGuests)
        }
    }

    private var graceEnd: Timestamp? {
        if case .gracePeriod(let until) = state { until } else { nil }
    }
}
