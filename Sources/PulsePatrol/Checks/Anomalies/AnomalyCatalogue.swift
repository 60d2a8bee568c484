extension CheckCatalogue {
    static let anomalies: [Check] = [
        .anomalyProcessors, .anomalyMemory, .anomalyNetwork, .anomalyTemperature, .anomalyProcesses, .anomalySilence, .anomalyLeak, .anomalyGrowth,
    ]
}
