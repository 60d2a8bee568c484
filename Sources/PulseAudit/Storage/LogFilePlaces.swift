/// Looks records up in a file, over a connection of its own while another one goes through it.
struct LogFilePlaces: RecordPlaces {
    let file: LogFile

    func isGenuine(at sequence: Int64) -> Bool {
        let isGenuine = try? file.withRecord(at: sequence) { record in
            var bytes = RecordBytes()
            bytes.begin(record)
            return record.isWellFormed && record.hash == record.withSignature { bytes.leaf(signature: $0) }
        }
        return isGenuine.flatMap { $0 } ?? false
    }

    func place(of sequence: Int64) -> Int64? {
        (try? file.place(ofID: RecordIdentifier.text(sequence: sequence, random: 0))) ?? nil
    }
}
