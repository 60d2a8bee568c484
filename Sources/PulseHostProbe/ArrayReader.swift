import PulseCore

/// The RAIDs of the kernel, from `/proc/mdstat`, and the places of their members from `/sys`.
struct ArrayReader: Sendable {
    let files: FileTree

    func arrays() -> [SoftwareArray]? {
        guard let listing = files.contents("proc/mdstat") else {
            // Without its module the kernel has no such file, and no arrays.
            return files.names(in: "sys/block").flatMap { names in names.contains { $0.hasPrefix("md") } ? nil : [] }
        }
        return ArrayListing.parse(listing).map { array in
            var array = array
            let folder = "sys/block/\(array.device)/md/dev-"
            let pairs = array.members.map { ($0.device, member(folder + $0.device)) }
            array.settle(Dictionary(pairs.filter { $0.1 != ArrayMemberState() }) { first, _ in first })
            return array
        }
    }

    private func member(_ folder: String) -> ArrayMemberState {
        ArrayMemberState(state: files.line(folder + "/state"), slot: files.line(folder + "/slot").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil })
    }
}
