import PulseCore

extension CheckCatalogue {
    static let backupServer: [Check] =
        [
            .datastoreFill, .datastoreMaintenance, .datastoreUnmounted, .datastoreCollectionNever, .datastoreStale, .datastoreEmpty,
            .datastoreUnpruned,
            .datastoreDeduplication, .datastoreVerifyFailed, .datastoreVerifyStale, .datastoreVerifyNone, .datastoreCollectionFailed,
            .datastoreCollectionLate, .datastoreSyncFailed, .datastoreSyncLate, .datastorePruneFailed, .datastoreTapeFailed, .datastoreError,
            .datastoreBadChunks, .datastoreCorruptSnapshots, .tapeDamaged,
        ] + ServerNodeChecks(product: "PBS", noun: "backup server", kind: .backupServer, vital: ServerNodeChecks.vitalForBackups).all
}
