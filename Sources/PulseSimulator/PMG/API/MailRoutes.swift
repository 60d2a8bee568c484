/// Every endpoint of the mail gateway that is imitated; the rest is answered with 501.
enum MailRoutes {
    static let all: [MailRoute] = access + cluster + statistics + quarantine + nodes

    static func find(_ request: APIRequest) -> (MailRoute, [String: String])? {
        for route in all where route.pattern.method == request.method {
            if let parameters = route.pattern.match(request.segments) { return (route, parameters) }
        }
        return nil
    }

    private static let access = [
        MailRoute("/version", .user, answer: MailAccessEndpoints.version),
        MailRoute("/access/auth-realm", .world, answer: MailAccessEndpoints.realms),
        MailRoute("/access/users", .statistics, answer: MailAccessEndpoints.users),
        MailRoute("/access/ticket", .world, answer: MailAccessEndpoints.noTicket),
        MailRoute("/access/ticket", .world, method: "POST", answer: MailAccessEndpoints.ticket),
    ]

    private static let cluster = [
        MailRoute("/nodes", .user, answer: MailClusterEndpoints.nodes),
        MailRoute("/config/cluster/nodes", .statistics, answer: MailClusterEndpoints.configuration),
        MailRoute("/config/cluster/status", .statistics, knows: ["list_single_node": ["0", "1"]], answer: MailClusterEndpoints.status),
    ]

    private static let statistics = [
        MailRoute("/statistics/mail", .statistics, knows: MailSpan.parameters, answer: MailStatistics.mail),
        MailRoute(
            "/statistics/mailcount", .statistics, knows: MailSpan.parameters.merging(["timespan": []]) { $1 }, answer: MailStatistics.counts),
        MailRoute("/statistics/recent", .statistics, knows: ["hours": [], "timespan": []], answer: MailStatistics.recent),
        MailRoute("/statistics/domains", .statistics, knows: MailSpan.parameters, answer: MailStatistics.domains),
        MailRoute("/statistics/virus", .statistics, knows: MailSpan.parameters, answer: MailStatistics.viruses),
    ]

    private static let quarantine = [
        MailRoute("/quarantine/spamstatus", .statistics, answer: MailQuarantine.spam),
        MailRoute("/quarantine/virusstatus", .statistics, answer: MailQuarantine.viruses),
    ]

    private static let nodes = [
        MailRoute("/nodes/{node}/status", .statistics, answer: MailNodeEndpoints.status),
        MailRoute("/nodes/{node}/time", .audit, answer: MailNodeEndpoints.time),
        MailRoute("/nodes/{node}/rrddata", .audit, knows: MailRoundRobin.parameters, answer: MailRoundRobin.node),
        MailRoute("/nodes/{node}/postfix/qshape", .audit, knows: ["queue": MailQueue.names], answer: MailQueueEndpoints.shape),
        MailRoute("/nodes/{node}/postfix/queue/{queue}", .audit, knows: MailQueueEndpoints.parameters, answer: MailQueueEndpoints.list),
        MailRoute("/nodes/{node}/services", .audit, answer: MailHealth.services),
        MailRoute("/nodes/{node}/clamav/database", .audit, answer: MailHealth.virusDatabases),
        MailRoute("/nodes/{node}/spamassassin/rules", .audit, answer: MailHealth.spamRules),
        MailRoute("/nodes/{node}/certificates/info", .user, answer: MailHealth.certificates),
        MailRoute(
            "/nodes/{node}/subscription", .roles([.administrator, .quarantineManager, .auditor, .quarantineUser]),
            answer: MailHealth.subscription),
        MailRoute("/nodes/{node}/apt/update", .audit, answer: MailHealth.updates),
        MailRoute("/nodes/{node}/apt/versions", .audit, answer: MailHealth.versions),
        MailRoute("/nodes/{node}/backup", .audit, answer: MailHealth.backups),
        MailRoute("/nodes/{node}/tasks", .audit, knows: MailTasks.parameters, answer: MailTasks.list),
    ]
}
