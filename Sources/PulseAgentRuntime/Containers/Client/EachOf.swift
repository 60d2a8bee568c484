/// Does `work` with each item, so many at once, until all are done or the time is over. What was not done by then is missing.
func eachOf<Item: Sendable, Result: Sendable>(
    _ items: [Item], atOnce limit: Int, within time: Duration, _ work: @escaping @Sendable (Item) async -> Result?
) async -> [Result] {
    guard !items.isEmpty else { return [] }
    return await withTaskGroup(of: EachOutcome<Result>.self) { group in
        group.addTask {
            try? await Task.sleep(for: time)
            return .timeIsUp
        }
        var waiting = items.makeIterator()
        for item in waiting.next(limit) { group.addTask { .done(await work(item)) } }
        var results: [Result] = []
        var done = 0
        loop: while let outcome = await group.next() {
            switch outcome {
            case .timeIsUp: break loop
            case .done(let result):
                done += 1
                if let result { results.append(result) }
                if done == items.count { break loop }
                for item in waiting.next(1) { group.addTask { .done(await work(item)) } }
            }
        }
        group.cancelAll()
        return results
    }
}

private enum EachOutcome<Result: Sendable>: Sendable {
    case timeIsUp
    case done(Result?)
}

extension IndexingIterator {
    fileprivate mutating func next(_ count: Int) -> [Element] {
        var items: [Element] = []
        while items.count < count, let item = next() { items.append(item) }
        return items
    }
}
