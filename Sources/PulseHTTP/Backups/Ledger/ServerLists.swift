import PulseCore

/// Subscriptions of nodes, and rules of backup servers that limit traffic.
struct ServerLists {
    let reader: LedgerReader

    func subscriptions() -> LedgerList {
        reader.gatherNodes(
            { node in LedgerReader.rows(of: node.subscription) { [$0] } }, key: { _ in "subscription" },
            members: { subscription, json in
                json.name("status"); json.string(subscription.status)
                json.name("product"); json.string(subscription.product)
                json.name("level"); json.string(subscription.level)
                json.name("nextDueDate"); json.string(subscription.nextDueDate)
            })
    }

    func traffic() -> LedgerList {
        reader.gather(
            \.traffic, key: \.name,
            members: { rule, json in
                json.name("name"); json.string(rule.name)
                json.name("limitIn"); json.string(rule.limitIn)
                json.name("limitOut"); json.string(rule.limitOut)
                json.name("currentIn"); json.integer(rule.currentIn)
                json.name("currentOut"); json.integer(rule.currentOut)
                json.name("comment"); json.string(rule.comment)
            })
    }
}
