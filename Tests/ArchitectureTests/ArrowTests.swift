import Testing

/// The arrows of the design: they point down, and the domains of level 2 never import each other.
@Suite("Arrows between targets", .timeLimit(.minutes(5)))
struct ArrowTests {
    /// From the bottom. A target may import what stands on a lower level, and what `within` lists beside that.
    private static let levels: [Set<String>] = [
        ["CSnappy", "CZlib", "CWebAssets", "CLinux"],
        ["PulseCore"],
        ["PulseStorage", "PulseTransport", "PulseHostProbe", "PulseAnalysis", "PulseAgentProtocol"],
        ["PulseDelivery"],
        [
            "PulseProxmox", "PulseInventory", "PulseHistory", "PulseAccess", "PulseAudit", "PulseBackups", "PulsePatrol",
            "PulseAgents", "PulseAgentRuntime",
        ],
        ["PulseHTTP", "PulseSimulator", "PulseEvaluation", "PulsePatrolBench", "PulsePatrolWiring"],
        ["PulseEstateLab"],
        ["PulseServer", "PulseSim", "PulseBench", "PulseHistoryBench", "PulseEvaluate", "PulsePatrolEvaluate", "PulseAgent"],
    ]

    /// Lower targets that a target must not import all the same, and why.
    private static let refused: [String: (targets: Set<String>, reason: String)] = [
        "PulseSimulator": (
            ["PulseProxmox", "PulseTransport", "PulseStorage", "PulseHostProbe", "PulseInventory", "PulseAccess", "CWebAssets"],
            "a simulator written from the client's assumptions agrees with the client and not with Proxmox"
        ),
        "PulseHTTP": (
            ["PulseProxmox", "PulseTransport", "PulseHostProbe"],
            "routes know sources through the protocols that PulseHTTP declares"
        ),
        "PulseAgentRuntime": (
            ["PulseStorage", "PulseAnalysis"],
            "an agent of ten megabytes has no database"
        ),
        "PulseAgents": (["PulseTransport", "PulseHostProbe"], "the server never calls an agent, and looks at no machine"),
        "PulseSim": (["PulseProxmox", "PulseStorage", "PulseHTTP"], "it shows the simulator and nothing else"),
        "PulseServer": (["PulseEstateLab"], "a laboratory is no part of the server"),
        "PulseCore": (["CSnappy", "CZlib", "CWebAssets", "CLinux"], "the vocabulary stands on nothing"),
    ]

    /// Modules of other people that only some targets may import.
    private static let reserved: [String: Set<String>] = [
        "Hummingbird": ["PulseHTTP", "PulseServer"],
        "HummingbirdCore": ["PulseHTTP", "PulseServer"],
        "HummingbirdTLS": ["PulseServer"],
        "AsyncHTTPClient": ["PulseTransport", "PulseBench"],
        "FoundationNetworking": [],
        "SwiftProtobuf": ["PulseHistory"],
        "ArgumentParser": ["PulseServer", "PulseSim", "PulseBench", "PulseHistoryBench", "PulseEvaluate", "PulsePatrolEvaluate", "PulseAgent"],
        "Configuration": ["PulseServer"],
        "GRDB": [
            "PulseStorage", "PulseDelivery", "PulseProxmox", "PulseInventory", "PulseHistory", "PulseAccess", "PulseAudit", "PulseAgents",
            "PulseHistoryBench", "PulseBench",
        ],
        "JWTKit": ["PulseAccess"],
        "GRDBSQLite": ["PulseAudit", "PulseStorage"],
    ]

    private static func level(of target: String) -> Int? { levels.firstIndex { $0.contains(target) } }

    @Test("every target has its level here")
    func everyTargetHasALevel() {
        #expect(Set(SourceTree.targets) == Set(Self.levels.joined()))
    }

    @Test("arrows point down")
    func down() throws {
        for file in SourceTree.sources {
            let own = try #require(Self.level(of: file.target), "\(file.target) has no level")
            for module in file.imports {
                guard let other = Self.level(of: module) else { continue }
                #expect(other < own, "\(file.path) imports \(module)")
                if let refused = Self.refused[file.target] {
                    #expect(!refused.targets.contains(module), "\(file.path) imports \(module), but \(refused.reason)")
                }
            }
        }
    }

    @Test("the vocabulary does no input or output")
    func vocabulary() {
        let modules = Set(SourceTree.sources.filter { $0.target == "PulseCore" }.flatMap(\.imports))
        #expect(modules.subtracting(["FoundationEssentials", "Synchronization"]).isEmpty)
    }

    @Test("servers, clients and command lines stay where they belong")
    func reservedModules() {
        for file in SourceTree.sources {
            for module in file.imports {
                if let allowed = Self.reserved[module] { #expect(allowed.contains(file.target), "\(file.path) imports \(module)") }
            }
        }
    }

    @Test("SQL stands under Storage/ and Database/ only")
    func sql() {
        for file in SourceTree.sources where file.target != "PulseStorage" && !file.path.contains("/Storage/") && !file.path.contains("/Database/") {
            #expect(!file.imports.contains("GRDB"), "\(file.path) imports GRDB")
            #expect(file.lines(with: "sql:") == [], "SQL in \(file.path)")
        }
    }

    @Test("imports are recognised in all their forms")
    func forms() {
        let text = "import A\npackage import B\n@testable import C\nprivate import struct D.Name\n// import E\nlet text = \"\"\"\nimport F\n\"\"\"\n"
        #expect(SourceFile(path: "Sources/X/x.swift", text: text).imports == ["A", "B", "C", "D"])
    }
}
