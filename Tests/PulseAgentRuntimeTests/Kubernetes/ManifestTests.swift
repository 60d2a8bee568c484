import Foundation
import Testing

@testable import PulseAgentRuntime

@Suite("The manifest under packaging/kubernetes", .timeLimit(.minutes(1)))
struct ManifestTests {
    private static func documents() throws -> [YAMLNode] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: ModuleReport.manifest), encoding: .utf8)
        return try text.components(separatedBy: "\n---\n").map { try YAMLReader.read($0) }
    }

    private func document(_ kind: String) throws -> YAMLNode { try #require(Self.documents().first { $0["kind"]?.text == kind }) }

    private func texts(_ node: YAMLNode?) -> [String] { (YAMLNode.list(node) ?? []).compactMap(\.text) }

    @Test("its rights are to read what the agent reads, and no more")
    func rights() throws {
        let rules = try #require(YAMLNode.list(document("ClusterRole")["rules"]))
        var given: Set<String> = []
        for rule in rules {
            let verbs = texts(rule["verbs"])
            #expect(Set(verbs).isSubset(of: ["get", "list", "watch"]) && !verbs.isEmpty)
            for group in texts(rule["apiGroups"]) {
                for resource in texts(rule["resources"]) { given.insert("\(group)/\(resource) \(verbs.joined(separator: ","))") }
            }
        }
        let needed = KubernetesResource.allCases.map { "\($0.group)/\($0.rawValue) get,list,watch" }
        #expect(given == Set(needed + ["metrics.k8s.io/nodes get,list", "metrics.k8s.io/pods get,list"]))
    }

    @Test("its pod has no rights on its machine")
    func pod() throws {
        let pod = try #require(document("Deployment")["spec"]?["template"]?["spec"])
        #expect(pod["securityContext"]?["runAsNonRoot"]?.text == "true" && pod["hostNetwork"] == nil && pod["hostPID"] == nil)
        let containers = try #require(YAMLNode.list(pod["containers"]))
        for container in containers {
            let context = try #require(container["securityContext"])
            #expect(context["allowPrivilegeEscalation"]?.text == "false" && context["readOnlyRootFilesystem"]?.text == "true")
            #expect(texts(context["capabilities"]?["drop"]) == ["ALL"] && context["privileged"] == nil)
        }
        #expect(
            try Self.documents().compactMap { $0["kind"]?.text } == [
                "Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "PersistentVolumeClaim", "Deployment",
            ])
    }
}
