// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// Products of other packages, named once so that the list of targets below reads as the design's levels.
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], extra: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"] + exclude, swiftSettings: settings + extra)
}

/// What the tests run millions of times: the scenarios of patrol take minutes without it.
let fastInTests: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func program(_ name: String, _ dependencies: [Target.Dependency], linking: [LinkerSetting] = []) -> Target {
    .executableTarget(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings, linkerSettings: linking)
}

/// The agent travels to machines of others: it exports nothing, what is the same code is there once, and tables for unwinding, which nothing reads, are
/// left out. A seventh less. Only LLVM's linker, which is part of the toolchain, takes such a script beside its own layout.
let compact: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe", "-Xclang-linker", "-static-libgcc",
            "-Xlinker", "--no-eh-frame-hdr", "-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/packaging/no-unwind-tables.ld",
        ], .when(platforms: [.linux], configuration: .release))
]

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let everyTarget: [Target] = [
    // C: system libraries and embedded assets
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"])]),
    .target(name: "CWebAssets", exclude: ["README.md"]),
    .target(name: "CLinux", exclude: ["README.md"]),

    // Level 0: the vocabulary. No input or output.
    library("PulseCore", []),

    // Level 1: mechanisms
    library("PulseAgentProtocol", ["PulseCore", crypto]),
    library("PulseStorage", ["PulseCore", grdb, grdbSQLite, crypto, cryptoExtras, logging]),
    library("PulseTransport", ["PulseCore", "CZlib", asyncHTTPClient, crypto, nio, nioHTTP1, nioPosix, nioSSL, logging]),
    library("PulseHostProbe", ["PulseCore", "CLinux"]),
    library("PulseAnalysis", ["PulseCore"], extra: fastInTests),
    library("PulseDelivery", ["PulseCore", "PulseStorage", "PulseTransport", crypto, grdb, logging, nio, nioPosix, nioSSL, serviceLifecycle]),

    // Level 2: domains. They never import each other.
    library("PulseProxmox", ["PulseCore", "PulseStorage", "PulseTransport", collections, crypto, grdb, logging]),
    library("PulseInventory", ["PulseCore", "PulseStorage", collections, grdb]),
    library(
        "PulseHistory", ["PulseCore", "PulseStorage", "PulseTransport", "CSnappy", "CZlib", grdb, protobuf],
        exclude: ["Remote/Wire/remote_write.proto"]),
    library("PulseAccess", ["PulseCore", "PulseStorage", "PulseTransport", asn1, crypto, cryptoExtras, grdb, jwt, x509]),
    library("PulseAudit", ["PulseCore", "PulseStorage", "PulseTransport", "PulseDelivery", crypto, grdb, grdbSQLite, logging]),

    library("PulseBackups", ["PulseCore"]),
    library("PulsePatrol", ["PulseCore", "PulseAnalysis", crypto]),
    library("PulseAgents", ["PulseCore", "PulseAgentProtocol", "PulseStorage", crypto, grdb]),
    library(
        "PulseAgentRuntime", ["PulseCore", "PulseAgentProtocol", "PulseHostProbe", "PulseTransport", "CZlib", crypto, logging, nio, serviceLifecycle]),

    // Level 3: doors
    library(
        "PulseHTTP",
        [
            "PulseCore", "PulseAnalysis", "PulseBackups", "PulseInventory", "PulseHistory", "PulseAccess", "PulseAudit", "PulseDelivery",
            "PulseAgents", "PulseAgentProtocol", "PulsePatrol", "CWebAssets", "CZlib",
            collections, crypto, httpTypes,
            hummingbird, logging,
            nio,
        ]),
    library(
        "PulsePatrolWiring",
        ["PulseCore", "PulseStorage", "PulseInventory", "PulseHistory", "PulseBackups", "PulsePatrol", logging, serviceLifecycle]),
    library("PulseSimulator", ["PulseCore", "CZlib", crypto, nio, nioHTTP1, nioPosix, nioSSL, x509, asn1, logging]),

    library("PulseEvaluation", ["PulseCore", "PulseAnalysis"]),
    library("PulsePatrolBench", ["PulseCore", "PulseAnalysis", "PulsePatrol", "PulseBackups"], extra: fastInTests),

    // Above the doors: what puts several of them together for a bench
    library(
        "PulseEstateLab",
        [
            "PulseCore", "PulseStorage", "PulseTransport", "PulseProxmox", "PulseInventory", "PulseHistory", "PulseBackups", "PulsePatrol",
            "PulsePatrolWiring", "PulsePatrolBench", "PulseSimulator", logging,
        ]),

    // Level 4: programs
    program(
        "PulseServer",
        [
            "PulseCore", "PulseStorage", "PulseTransport", "PulseHostProbe", "PulseProxmox", "PulseInventory", "PulseHistory", "PulseAccess",
            "PulseAudit", "PulseBackups", "PulsePatrol", "PulsePatrolWiring", "PulseDelivery", "PulseAgents", "PulseHTTP",
            "PulseSimulator", argumentParser, configuration, systemPackage, hummingbird, hummingbirdCore, hummingbirdTLS, logging, nio, nioPosix,
            nioSSL,
            serviceLifecycle, unixSignals, x509, crypto, asn1, httpTypes,
        ]),
    program(
        "PulseAgent",
        [
            "PulseCore", "PulseAgentProtocol", "PulseAgentRuntime", "PulseHostProbe", "PulseTransport", argumentParser, crypto, logging,
            serviceLifecycle, unixSignals,
        ], linking: compact),
    program("PulseSim", ["PulseCore", "PulseSimulator", argumentParser, logging, serviceLifecycle, unixSignals]),
    program(
        "PulseBench",
        [
            "PulseCore", "PulseEvaluation", "PulseStorage", "PulseTransport", "PulseProxmox", "PulseInventory", "PulseAccess", "PulseAudit",
            "PulseAgentProtocol", "PulseAgentRuntime", "PulseBackups", "PulseDelivery", "PulseHistory",
            "PulseHTTP", "PulseSimulator", "PulseTestPrograms",
            argumentParser, asyncHTTPClient, nio, nioHTTP1, nioPosix, logging, crypto, grdb,
        ]),

    program(
        "PulseHistoryBench",
        ["PulseCore", "PulseStorage", "PulseTransport", "PulseHistory", "PulseEvaluation", "PulseTestPrograms", argumentParser, grdb]),
    program("PulseEvaluate", ["PulseCore", "PulseAnalysis", "PulseEvaluation", argumentParser]),
    program("PulsePatrolEvaluate", ["PulseCore", "PulsePatrol", "PulsePatrolBench", "PulseEstateLab", "PulseEvaluation", argumentParser]),

    // Tests
    tests("PulsePatrolBenchTests", ["PulseCore", "PulsePatrol", "PulsePatrolBench"]),
    tests("PulseEstateLabTests", ["PulseCore", "PulsePatrol", "PulsePatrolBench", "PulseEstateLab", "PulseSimulator"]),
    tests("ArchitectureTests", [], exclude: ["allowed.txt", "ratchet.txt"]),
    tests("PulseCoreTests", ["PulseCore"]),
    tests("PulseStorageTests", ["PulseStorage", "PulseCore", crypto, cryptoExtras, grdb]),
    tests("PulseTransportTests", ["PulseTransport", "PulseCore", "CZlib", nio, nioPosix, nioSSL, x509, asn1, crypto]),
    tests("PulseHostProbeTests", ["PulseHostProbe", "PulseEvaluation", "PulseCore"]),
    tests("PulseAnalysisTests", ["PulseAnalysis", "PulseCore"]),
    tests("PulseEvaluationTests", ["PulseEvaluation", "PulseAnalysis", "PulseCore"]),
    tests(
        "PulseProxmoxTests",
        [
            "PulseProxmox", "PulseTransport", "PulseStorage", "PulseSimulator", "PulseCore", nio, nioHTTP1, nioPosix, nioSSL, logging, x509, asn1,
            crypto,
        ],
        exclude: ["Cases", "MailCases"]),
    tests("PulseBackupsTests", ["PulseBackups", "PulseCore"]),
    tests("PulsePatrolTests", ["PulsePatrol", "PulseAnalysis", "PulseCore"]),
    tests("PulseAgentProtocolTests", ["PulseAgentProtocol", "PulseCore", crypto]),
    tests("PulseAgentsTests", ["PulseAgents", "PulseAgentProtocol", "PulseStorage", "PulseEvaluation", "PulseCore", crypto, grdb]),
    tests(
        "PulseAgentRuntimeTests",
        [
            "PulseAgentRuntime", "PulseAgentProtocol", "PulseHostProbe", "PulseTransport", "PulseTestPrograms", "PulseCore", crypto, logging, nio,
            nioHTTP1, nioPosix, nioSSL, x509, asn1,
        ]),
    tests("PulseInventoryTests", ["PulseInventory", "PulseStorage", "PulseCore"]),
    .target(
        name: "PulseTestPrograms", dependencies: ["PulseTransport", nio, nioHTTP1, nioPosix], path: "Tests/PulseTestPrograms", exclude: ["README.md"],
        swiftSettings: settings),
    tests(
        "PulseHistoryTests",
        ["PulseHistory", "PulseTestPrograms", "PulseEvaluation", "PulseStorage", "PulseTransport", "PulseCore", "CSnappy", grdb, protobuf]),
    tests("PulseAccessTests", ["PulseAccess", "PulseStorage", "PulseTransport", "PulseTestPrograms", "PulseCore", crypto, cryptoExtras, grdb, jwt]),
    tests(
        "PulseDeliveryTests",
        [
            "PulseDelivery", "PulseTestPrograms", "PulseEvaluation", "PulseStorage", "PulseTransport", "PulseCore", crypto, grdb, nio, nioHTTP1,
            nioPosix, nioSSL, logging,
        ]),
    tests(
        "PulseAuditTests",
        [
            "PulseAudit", "PulseDelivery", "PulseTestPrograms", "PulseEvaluation", "PulseStorage", "PulseTransport", "PulseCore", crypto, grdb,
            logging, x509, asn1, nioHTTP1,
        ]),
    tests(
        "PulseHTTPTests",
        [
            "PulseHTTP", "PulseCore", "PulseBackups", "PulseInventory", "PulseHistory", "PulseAccess", "PulseAudit", "PulseDelivery", "PulseStorage",
            "PulseTransport", "PulseEvaluation", "PulseAgents", "PulseAgentProtocol", "PulsePatrol", "CZlib", httpTypes, crypto, hummingbird,
            hummingbirdTesting, logging, nio,
        ], exclude: ["Conversations"]),
    tests("PulseSimulatorTests", ["PulseSimulator", "PulseCore", nio, nioHTTP1, nioPosix, nioSSL, x509, crypto, logging]),
    tests(
        "PulseServerTests",
        [
            "PulseServer", "PulseTestPrograms", "PulseEvaluation", "PulseCore", "PulseSimulator", "PulseInventory", "PulseHistory", "PulseProxmox",
            "PulseTransport", "PulseAccess", "PulseAudit", "PulseDelivery", "PulseHTTP", "PulseStorage", "PulseAgents", "PulseAgentProtocol",
            "PulsePatrol", "PulsePatrolWiring", "PulseEstateLab", httpTypes, hummingbird, hummingbirdTesting, logging, crypto,
        ]),
]

/// The targets of one edit loop: `PULSE_FOCUS=PulseProxmox swift test` plans, compiles and links that target, what it stands on
/// and its tests, and nothing else. On two cores that halves the loop; see CONTRIBUTING.md.
func focused(_ targets: [Target], on focus: String?) -> [Target] {
    guard let focus, !focus.isEmpty else { return targets }
    let byName = Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0) })
    var wanted: Set<String> = []
    func want(_ name: String) {
        guard let target = byName[name], wanted.insert(name).inserted else { return }
        for case .byNameItem(let dependency, _) in target.dependencies { want(dependency) }
    }
    for name in focus.split(separator: ",") {
        want(String(name))
        want("\(name)Tests")
    }
    return targets.filter { wanted.contains($0.name) }
}

let targets = focused(everyTarget, on: Context.environment["PULSE_FOCUS"])

let programs: [(product: String, target: String)] = [
    ("pulse", "PulseServer"), ("pulse-sim", "PulseSim"), ("pulse-bench", "PulseBench"), ("pulse-evaluate", "PulseEvaluate"),
    ("pulse-history-bench", "PulseHistoryBench"), ("pulse-patrol-bench", "PulsePatrolEvaluate"), ("pulse-agent", "PulseAgent"),
]

let package = Package(
    name: "pulse",
    products: programs.filter { program in targets.contains { $0.name == program.target } }.map {
        .executable(name: $0.product, targets: [$0.target])
    },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // Only its environment is used, and its reader of JSON would link all of Foundation into the agent.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // Its traits are conveniences for files and field masks, which nothing here uses.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: targets
)
