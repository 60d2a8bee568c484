package import PulseCore

extension BackupBoard {
    /// The board in the words that everybody shares.
    package var outlook: BackupOutlook {
        BackupOutlook(
            guests: Dictionary(guests.map { ($0.id, $0.outlook) }, uniquingKeysWith: { first, _ in first }),
            datastores: Dictionary(datastores.map { ($0.id, $0.findings.map(\.outlook)) }, uniquingKeysWith: { first, _ in first }),
            leftovers: leftovers.map(\.outlook), behind: behind)
    }
}

extension GuestBackups {
    fileprivate var outlook: BackupOutlook.Guest {
        BackupOutlook.Guest(verdict: verdict.rawValue, reasons: reasons.map(\.outlook), lastGoodAt: lastGood?.archive.at)
    }
}

extension BackupReason {
    fileprivate var outlook: BackupOutlook.Reason {
        BackupOutlook.Reason(code: code.rawValue, sentence: sentence, nextStep: nextStep, references: evidence.map(\.outlook), at: at)
    }
}

extension BackupEvidence {
    fileprivate var outlook: BackupOutlook.Reference { BackupOutlook.Reference(kind.rawValue, reference) }
}

extension DatastoreCare.Finding {
    fileprivate var outlook: BackupOutlook.Reason {
        BackupOutlook.Reason(code: code.rawValue, sentence: sentence, references: evidence.map(\.outlook))
    }
}

extension LeftoverBackups {
    fileprivate var outlook: BackupOutlook.Leftover {
        BackupOutlook.Leftover(kind: kind.rawValue, backupID: backupID, place: place, count: count, bytes: bytes, newest: newest)
    }
}
