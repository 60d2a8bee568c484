import Foundation
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("When registries are asked", .timeLimit(.minutes(1)))
struct ImageUpdateMemoryTests {
    private static let start = Timestamp(seconds: 1_795_438_736)

    private static func subject(_ image: String = "nginx:1.2", id: String = "sha256:1", digests: [String] = ["sha256:d"]) -> UpdateSubject {
        UpdateSubject(image: image, imageID: id, digests: digests, architecture: "amd64")
    }

    private static func finding(_ verdict: ImageUpdate.Verdict, tag: String? = nil, problem: String? = nil, pause: Duration? = nil) -> UpdateFinding {
        var update = ImageUpdate(verdict)
        update.latestTag = tag
        update.problem = problem
        return UpdateFinding(update: update, pause: pause)
    }

    @Test("an answer is good for about six hours, a problem for about a quarter of one")
    func trust() {
        var memory = ImageUpdateMemory()
        let subject = Self.subject()
        #expect(memory.due([subject], at: Self.start) == [subject])
        memory.found(Self.finding(.current), of: subject, at: Self.start)
        #expect(memory.due([subject], at: Self.start + .seconds(5 * 3600)) == [])
        #expect(memory.due([subject], at: Self.start + .seconds(7 * 3600)) == [subject])
        memory.found(Self.finding(.unknown), of: subject, at: Self.start)
        #expect(memory.due([subject], at: Self.start + .seconds(13 * 60)) == [])
        #expect(memory.due([subject], at: Self.start + .seconds(17 * 60)) == [subject])
    }

    @Test("who wants to know now is told now, but a registry that asked for a pause has it")
    func askedAnew() {
        var memory = ImageUpdateMemory()
        let (subject, paused) = (Self.subject(), Self.subject("ghcr.io/o/i:1", id: "sha256:2"))
        memory.found(Self.finding(.newTag, tag: "1.3"), of: subject, at: Self.start)
        memory.found(Self.finding(.unknown, problem: "rate limit", pause: .seconds(3600)), of: paused, at: Self.start)
        let later = Self.start + .seconds(60)
        #expect(memory.due([subject, paused], at: later) == [])
        memory.askAnew(at: later)
        #expect(memory.due([subject, paused], at: later) == [subject])
        #expect(memory.update(of: subject)?.latestTag == "1.3")
        #expect(memory.due([subject, paused], at: Self.start + .seconds(3600)).count == 2)
    }

    @Test("many are not asked for at once, nor all at the same moment the next time")
    func spread() {
        var memory = ImageUpdateMemory()
        let subjects = (0..<50).map { Self.subject("ghcr.io/o/i\($0):1") }
        #expect(memory.due(subjects, at: Self.start).count == ImageUpdateMemory.round)
        for subject in subjects { memory.found(Self.finding(.current), of: subject, at: Self.start) }
        let moments = Set(memory.entries.values.map(\.askAgainAt))
        #expect(moments.count > 40)
        #expect(moments.allSatisfy { $0.since(Self.start) >= .seconds(5.3 * 3600) && $0.since(Self.start) <= .seconds(6.7 * 3600) })
    }

    @Test("what waits is as old as when it was first seen, whatever comes in between")
    func firstSeen() {
        var memory = ImageUpdateMemory()
        let subject = Self.subject()
        let later = { (hours: Int) in Self.start + .seconds(hours * 3600) }
        memory.found(Self.finding(.newTag, tag: "1.3"), of: subject, at: Self.start)
        memory.found(Self.finding(.unknown, problem: "no answer"), of: subject, at: later(6))
        let between = memory.update(of: subject)
        #expect((between?.verdict, between?.latestTag, between?.problem) == (.newTag, "1.3", "no answer"))
        memory.found(Self.finding(.newDigest), of: subject, at: later(12))
        #expect(memory.update(of: subject)?.firstSeenAt == Self.start)
        #expect(memory.update(of: subject)?.checkedAt == later(12))
        memory.found(Self.finding(.current), of: subject, at: later(18))
        memory.found(Self.finding(.newTag, tag: "1.4"), of: subject, at: later(24))
        #expect(memory.update(of: subject)?.firstSeenAt == later(24))
    }

    @Test("it outlives the agent")
    func codable() throws {
        var memory = ImageUpdateMemory()
        memory.found(Self.finding(.limitedForTest, pause: .seconds(3600)), of: Self.subject(), at: Self.start)
        let copy = try JSONDecoder().decode(ImageUpdateMemory.self, from: try JSONEncoder().encode(memory))
        #expect(copy == memory)
        #expect(copy.due([Self.subject("nginx:9", id: "sha256:2")], at: Self.start + .seconds(600)) == [])
    }

    @Test("a registry that was asked too often is left alone, and no other")
    func pause() {
        var memory = ImageUpdateMemory()
        memory.found(Self.finding(.unknown, pause: .seconds(3600)), of: Self.subject(), at: Self.start)
        let same = Self.subject("redis:7")
        let other = Self.subject("ghcr.io/o/i:1")
        #expect(memory.due([same, other], at: Self.start + .seconds(1800)) == [other])
        #expect(Set(memory.due([same, other], at: Self.start + .seconds(3601))) == [same, other])
    }

    @Test("pinned images and those made here are not tracked, and nobody is asked for them")
    func notTracked() {
        let memory = ImageUpdateMemory()
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let subjects = [
            Self.subject("nginx@\(digest)"), Self.subject("local/web:1", digests: []), Self.subject("localhost/bb:1"), Self.subject("sha256:4f56"),
        ]
        #expect(memory.due(subjects, at: Self.start) == [])
        for subject in subjects { #expect(memory.update(of: subject)?.verdict == .notTracked) }
        #expect(memory.update(of: Self.subject()) == nil, "not asked yet")
    }

    @Test("a pulled image is another one, of which nothing is known")
    func pulled() {
        var memory = ImageUpdateMemory()
        memory.found(Self.finding(.newDigest), of: Self.subject(), at: Self.start)
        #expect(memory.update(of: Self.subject(id: "sha256:2")) == nil)
    }

    @Test("it does not grow without end")
    func bounded() {
        var memory = ImageUpdateMemory()
        for number in 0..<2_100 { memory.found(Self.finding(.current), of: Self.subject("a\(number):1"), at: Self.start) }
        #expect(memory.entries.count == ImageUpdateMemory.most)
    }
}

extension ImageUpdate.Verdict {
    fileprivate static let limitedForTest = ImageUpdate.Verdict.unknown
}
