extension StringProtocol where SubSequence == Substring {
    /// What follows `prefix`, or nil.
    func after(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
