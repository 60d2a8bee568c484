/// A disk by the name that the kernel gives it.
struct BlockDevice {
    /// `sda`, `nvme0n1`
    private let name: String

    init(_ name: String) { self.name = name }

    /// It is the disk itself or one of its partitions: `sda1`, `nvme0n1p2`.
    func holds(_ other: String) -> Bool {
        guard other.hasPrefix(name) else { return false }
        let rest = other.dropFirst(name.count)
        guard !rest.isEmpty else { return true }
        let isNumbered = name.last?.isNumber ?? false
        let number = isNumbered ? rest.dropFirst() : rest
        return (!isNumbered || rest.first == "p") && !number.isEmpty && number.allSatisfy(\.isNumber)
    }
}
