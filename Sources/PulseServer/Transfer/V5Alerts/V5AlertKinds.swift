/// The limits of v5 for containers and services of Docker. Percent, and the window in seconds.
struct V5DockerThresholds: Codable, Equatable, Sendable {
    var cpu: V5Level?
    var memory: V5Level?
    var disk: V5Level?
    var restartCount: Int?
    var restartWindow: Int?
    var memoryWarnPct: Int?
    var memoryCriticalPct: Int?
    var serviceWarnGapPercent: Int?
    var serviceCriticalGapPercent: Int?
    var stateDisableConnectivity: Bool?
    var statePoweredOffSeverity: V5Severity?
    var updateAlertDelayHours: Int?
}

/// The limits of v5 for mail gateways: messages, minutes and percent.
struct V5MailThresholds: Codable, Equatable, Sendable {
    var queueTotalWarning: Int?
    var queueTotalCritical: Int?
    var oldestMessageWarnMins: Int?
    var oldestMessageCritMins: Int?
    var deferredQueueWarn: Int?
    var deferredQueueCritical: Int?
    var holdQueueWarn: Int?
    var holdQueueCritical: Int?
    var quarantineSpamWarn: Int?
    var quarantineSpamCritical: Int?
    var quarantineVirusWarn: Int?
    var quarantineVirusCritical: Int?
    var quarantineGrowthWarnPct: Int?
    var quarantineGrowthWarnMin: Int?
    var quarantineGrowthCritPct: Int?
    var quarantineGrowthCritMin: Int?
}

/// A rule of v5 for the guests that a filter finds.
struct V5CustomRule: Codable, Equatable, Sendable {
    struct Filters: Codable, Equatable, Sendable {
        var filters: [Condition]?
        var logicalOperator: String?
    }

    struct Condition: Codable, Equatable, Sendable {
        var type: String?
        var field: String?
        var `operator`: String?
        var value: Value?
        var rawText: String?
    }

    /// A number or a text.
    enum Value: Codable, Equatable, Sendable {
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Double.self) { self = .number(number) } else { self = .text(try value.decode(String.self)) }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .number(let number): try value.encode(number)
            case .text(let text): try value.encode(text)
            }
        }
    }

    var id: String?
    var name: String?
    var description: String?
    var filterConditions: Filters?
    var thresholds: V5Thresholds?
    var priority: Int?
    var enabled: Bool?
}
