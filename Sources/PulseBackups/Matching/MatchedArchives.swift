import PulseCore

/// One listed archive that was found to be a guest's.
struct MatchedEntry: Sendable {
    let at: Int64
    let index: Int32
    let listing: Int16
    let location: Int16
    let proof: UInt8

    init(_ entry: PlaceIndex.Entry, listing: Int, location: Int, proof: BackupProof) {
        (at, index) = (entry.at, entry.index)
        self.listing = Int16(truncatingIfNeeded: listing)
        self.location = Int16(truncatingIfNeeded: location)
        self.proof = UInt8(BackupProof.allCases.firstIndex(of: proof) ?? 0)
    }
}

/// Which archives are of which guest, and which are of none.
struct MatchedArchives: Sendable {
    /// By the guest's place in the directory; ordered by time once matching is done.
    var entries: [[MatchedEntry]]
    /// The newest archive of each guest's number that may be another's, and how many.
    var ambiguous: [Int: (count: Int, newest: Int64)] = [:]
    /// How many restore points with its number are of a guest that is gone.
    var former: [Int: Int] = [:]
    var leftovers: [LeftoverBackups] = []
}
