extension CheckCatalogue {
    static let anomalies: [Check] = unusual.map { check in
        var check = check
        check.role.isGeneral = true
        return check
    }

    private static let unusual: [Check] = [
        .anomalyProcessors, .anomalyMemory, .anomalyNetwork, .anomalyTemperature, .anomalyProcesses, .anomalySilence, .anomalyLeak, .anomalyGrowth,
    ]
}
