import PulseCore
import PulseDelivery
import Synchronization
import Testing

@Suite("Deliveries", .timeLimit(.minutes(2)))
struct DispatcherTests {
    @Test("what is added in a transaction that is not kept is not delivered")
    func rollback() async throws {
        struct Undo: Error {}
        let outbox = try TestOutbox()
        #expect(throws: Undo.self) {
            try outbox.change { transaction in
                try outbox.queue.add([OutboxDraft(id: "x", number: 1, label: "login", body: [])], to: "a", at: TestOutbox.start, in: transaction)
                throw Undo()
            }
        }
        try outbox.add(2...2)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == [2])
    }

    @Test("in order, once, and the log says so")
    func order() async throws {
        let outbox = try TestOutbox()
        try outbox.add(1...250)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == Array(1...250))
        let status = try outbox.status()
        #expect(status.waiting == 0 && status.dead == 0 && status.deliveredNumber == 250 && status.lastDeliveryAt == TestOutbox.start)
        let newest = try outbox.log.messages(of: "a", in: .delivered, limit: 2)
        #expect(newest.map(\.draft.number) == [250, 249] && newest[0].status == 200 && newest[0].attempts == 1)
    }

    @Test("a receiver that answers 500 for an hour gets everything afterwards, in order")
    func anHour() async throws {
        let outbox = try TestOutbox()
        let end = TestOutbox.start + .seconds(3600)
        outbox.receivers.answer { _ in outbox.clock.withLock { $0 } < end ? refused() : .delivered(status: 200) }
        try outbox.add(1...3)
        let dispatcher = outbox.dispatcher()
        for minute in 0..<240 {
            if minute == 30 { try outbox.add(4...5) }
            await dispatcher.drain()
            outbox.advance(.seconds(60))
        }
        #expect(outbox.receivers.got() == [1, 2, 3, 4, 5])
        #expect(try outbox.status().dead == 0)
        let first = try #require(try outbox.log.messages(of: "a", in: .delivered, limit: 10).last)
        // At once, and after 5 s, 5 min, 30 min, 2 h.
        #expect(first.attempts == 5)
    }

    @Test("after the last attempt it is a dead letter, the rest goes on in order, and somebody is told once")
    func deadLetter() async throws {
        let outbox = try TestOutbox()
        outbox.receivers.answer { $0.number == 1 ? refused(400) : .delivered(status: 200) }
        try outbox.add(1...3)
        let dispatcher = outbox.dispatcher()
        for _ in 0..<(90 * 2) {
            await dispatcher.drain()
            outbox.advance(.seconds(1800))
        }
        #expect(outbox.receivers.got() == [2, 3])
        let dead = try #require(try outbox.log.messages(of: "a", in: .dead, limit: 10).first)
        #expect(dead.draft.number == 1 && dead.attempts == 10 && dead.status == 400)
        #expect(outbox.events.all == [.dead(dead)])
        #expect(try outbox.status().dead == 1)
    }

    @Test("who cannot be told is told later")
    func toldLater() async throws {
        let outbox = try TestOutbox()
        outbox.receivers.answer { _ in .gone(reason: "410") }
        outbox.events.isBroken.withLock { $0 = true }
        try outbox.add(1...1)
        let dispatcher = outbox.dispatcher()
        await dispatcher.drain()
        #expect(outbox.events.all.isEmpty)
        outbox.events.isBroken.withLock { $0 = false }
        await outbox.dispatcher().drain()
        await outbox.dispatcher().drain()
        #expect(outbox.events.all == [.disabled(endpoint: "a", reason: "410")])
    }

    @Test("410 disables; what waits is kept, and goes out when a person switches the endpoint on")
    func disabled() async throws {
        let outbox = try TestOutbox()
        outbox.receivers.answer { _ in .gone(reason: "410") }
        try outbox.add(1...3)
        let dispatcher = outbox.dispatcher()
        await dispatcher.drain()
        outbox.advance(.seconds(1_000_000))
        outbox.receivers.answer { _ in .delivered(status: 200) }
        await dispatcher.drain()
        #expect(outbox.receivers.got().isEmpty)
        #expect(try outbox.status().disabled == .init(reason: "410", at: TestOutbox.start))
        try outbox.change { try outbox.endpoints.reset("a", in: $0) }
        await dispatcher.drain()
        #expect(outbox.receivers.got() == [1, 2, 3])
    }

    @Test("a paused endpoint keeps what comes, and resumes with it")
    func paused() async throws {
        let outbox = try TestOutbox()
        try outbox.change { try outbox.endpoints.setPaused(true, of: "a", in: $0) }
        try outbox.add(1...2)
        let dispatcher = outbox.dispatcher()
        await dispatcher.drain()
        #expect(outbox.receivers.got().isEmpty)
        try outbox.change { try outbox.endpoints.setPaused(false, of: "a", in: $0) }
        await dispatcher.drain()
        #expect(outbox.receivers.got() == [1, 2])
    }

    @Test("held as a whole: nothing goes out, nothing is lost, and the question is asked anew")
    func held() async throws {
        let outbox = try TestOutbox()
        outbox.isOpen.withLock { $0 = false }
        try outbox.add(1...2)
        let dispatcher = outbox.dispatcher()
        await dispatcher.drain()
        #expect(outbox.receivers.got().isEmpty)
        outbox.isOpen.withLock { $0 = true }
        outbox.advance(.seconds(31))
        dispatcher.tick(at: outbox.clock.withLock { $0 })
        await dispatcher.drain()
        #expect(outbox.receivers.got() == [1, 2])
    }

    @Test("an endpoint that hangs delays no other, nor whoever adds")
    func hanging() async throws {
        let outbox = try TestOutbox(endpoints: ["dead", "well"])
        let (began, begin) = AsyncStream<Void>.makeStream()
        outbox.receivers.answer("dead") { _ in
            begin.yield()
            try? await Task.sleep(for: .seconds(3600))
            return refused()
        }
        let (done, finish) = AsyncStream<Void>.makeStream()
        outbox.receivers.answer("well") { message in
            if message.number == 500 { finish.yield() }
            return .delivered(status: 200)
        }
        try outbox.add(1...500, to: "dead")
        let dispatcher = outbox.dispatcher()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await dispatcher.run() }
            for await _ in began { break }
            #expect(throws: Never.self) { try outbox.add(1...500, to: "well") }
            dispatcher.ring("well")
            for await _ in done { break }
            group.cancelAll()
        }
        #expect(outbox.receivers.got("well") == Array(1...500))
        #expect(outbox.receivers.got("dead").isEmpty)
        // Given up at the end of the program: no attempt was made.
        #expect(try outbox.log.messages(of: "dead", in: .waiting, limit: 1).first?.attempts == 0)
    }

    @Test("a change while messages are on their way takes effect before the next one, and nothing is lost by it")
    func changedMeanwhile() async throws {
        let outbox = try TestOutbox()
        let dispatcher = outbox.dispatcher()
        outbox.receivers.answer { message in
            if message.number == 2 {
                try? outbox.change { try outbox.endpoints.setPaused(true, of: "a", in: $0) }
                dispatcher.ring("a", isChanged: true)
            }
            return .delivered(status: 200)
        }
        try outbox.add(1...5)
        await dispatcher.drain()
        #expect(outbox.receivers.got() == [1, 2])
        try outbox.change { try outbox.endpoints.setPaused(false, of: "a", in: $0) }
        dispatcher.ring("a", isChanged: true)
        await dispatcher.drain()
        #expect(outbox.receivers.got() == [1, 2, 3, 4, 5])
    }

    @Test("an endpoint that is removed takes its messages with it")
    func removed() async throws {
        let outbox = try TestOutbox(endpoints: ["a", "b"])
        try outbox.add(1...3)
        try outbox.add(1...3, to: "b")
        try outbox.change { try outbox.endpoints.remove("a", in: $0) }
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got().isEmpty && outbox.receivers.got("b") == [1, 2, 3])
        #expect(try outbox.endpoints.all() == ["b"])
        #expect(try outbox.log.messages(of: "a", in: nil, limit: 10).isEmpty)
    }

    @Test("a full queue counts what has no room, with its numbers, and goes on when there is room")
    func full() async throws {
        let outbox = try TestOutbox(OutboxLimits(waiting: 5, delivered: 10, deliveredAge: .seconds(60), replay: 10))
        try outbox.change { try outbox.endpoints.setPaused(true, of: "a", in: $0) }
        try outbox.add(1...4)
        try outbox.add(5...8)
        try outbox.add(9...9)
        #expect(try outbox.status().waiting == 5)
        #expect(try outbox.status().skipped == .init(count: 4, first: 6, last: 9))
        try outbox.change { try outbox.endpoints.setPaused(false, of: "a", in: $0) }
        await outbox.dispatcher().drain()
        try outbox.add(10...10)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == [1, 2, 3, 4, 5, 10])
    }

    @Test("the delivery log is bounded by number and by age")
    func boundedLog() async throws {
        let outbox = try TestOutbox(OutboxLimits(waiting: 1000, delivered: 10, deliveredAge: .seconds(60), replay: 10))
        try outbox.add(1...100)
        await outbox.dispatcher().drain()
        #expect(try outbox.log.messages(of: "a", in: nil, limit: 1000).map(\.draft.number) == (91...100).reversed())
        outbox.advance(.seconds(61))
        try outbox.add(101...101)
        await outbox.dispatcher().drain()
        #expect(try outbox.log.messages(of: "a", in: nil, limit: 1000).map(\.draft.number) == [101])
    }

    @Test("the counts of waiting and dead are those of the rows, whatever happens")
    func counts() async throws {
        let outbox = try TestOutbox()
        outbox.receivers.answer { ($0.number ?? 0) % 3 == 0 ? refused() : .delivered(status: 200) }
        try outbox.add(1...20)
        let dispatcher = outbox.dispatcher()
        for _ in 0..<400 {
            await dispatcher.drain()
            outbox.advance(.seconds(3600))
            let status = try outbox.status()
            #expect(status.waiting == (try outbox.log.messages(of: "a", in: .waiting, limit: 100).count))
            #expect(status.dead == (try outbox.log.messages(of: "a", in: .dead, limit: 100).count))
        }
    }
}

@Suite("Replays", .timeLimit(.minutes(5)))
struct ReplayTests {
    private func outbox() async throws -> TestOutbox {
        let outbox = try TestOutbox()
        outbox.receivers.answer { [2, 4].contains($0.number) ? refused() : .delivered(status: 200) }
        try outbox.add(1...5)
        let dispatcher = outbox.dispatcher()
        for _ in 0..<320 {
            await dispatcher.drain()
            outbox.advance(.seconds(1800))
        }
        #expect(outbox.receivers.got() == [1, 3, 5])
        outbox.receivers.answer { _ in .delivered(status: 200) }
        return outbox
    }

    @Test("all dead letters, in their old order, under their old ids")
    func dead() async throws {
        let outbox = try await outbox()
        #expect(try outbox.log.replay(.dead, of: "a", at: TestOutbox.start) == 2)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == [1, 3, 5, 2, 4])
        #expect(try outbox.status().dead == 0)
        #expect(try outbox.log.messages(of: "a", in: nil, limit: 1).first?.draft.id == "message-4")
    }

    @Test("a range of numbers, delivered and dead")
    func range() async throws {
        let outbox = try await outbox()
        #expect(try outbox.log.replay(.numbers(3...4), of: "a", at: TestOutbox.start) == 2)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == [1, 3, 5, 3, 4])
        #expect(try outbox.status().dead == 1)
    }

    @Test("by id; an id that is not known is none")
    func ids() async throws {
        let outbox = try await outbox()
        #expect(try outbox.log.replay(.ids(["message-1", "message-2", "nonsense'"]), of: "a", at: TestOutbox.start) == 2)
        await outbox.dispatcher().drain()
        #expect(outbox.receivers.got() == [1, 3, 5, 1, 2])
    }

    @Test("once each, though it was replayed before, and never more than a replay may queue")
    func once() async throws {
        let outbox = try TestOutbox(OutboxLimits(waiting: 100, delivered: 100, deliveredAge: .seconds(3600), replay: 3))
        try outbox.add(1...5)
        await outbox.dispatcher().drain()
        for _ in 0..<2 {
            #expect(try outbox.log.replay(.numbers(1...5), of: "a", at: TestOutbox.start) == 3)
            await outbox.dispatcher().drain()
        }
        #expect(outbox.receivers.got() == [1, 2, 3, 4, 5, 1, 2, 3, 1, 2, 3])
    }
}
