/// The values of one part of a calendar event (minutes, hours, days …) that it names, `8..17,22` or `*/15`.
struct CalendarField: Hashable, Sendable {
    private var allowed: Set<Int>
    /// True when it names every value, so that nothing has to be looked for.
    let isAny: Bool

    static let any = CalendarField()

    private init() {
        (allowed, isAny) = ([], true)
    }

    init(_ values: Set<Int>) {
        (allowed, isAny) = (values, false)
    }

    /// Nil when the text is not a list of values, ranges (`a..b`) and repetitions (`a/step`, `*/step`) within `bounds`.
    init?(_ text: Substring, within bounds: ClosedRange<Int>) {
        guard text != "*" else { self = .any; return }
        var values: Set<Int> = []
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 64 else { return nil }
        for part in parts {
            guard let found = Self.values(of: part, within: bounds) else { return nil }
            values.formUnion(found)
        }
        self.init(values)
    }

    func contains(_ value: Int) -> Bool { isAny || allowed.contains(value) }

    /// In order; of a field that names every value, all of `bounds`.
    func values(within bounds: ClosedRange<Int>) -> [Int] { isAny ? Array(bounds) : allowed.sorted() }

    private static func values(of part: Substring, within bounds: ClosedRange<Int>) -> StrideThrough<Int>? {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, let range = range(of: halves[0], within: bounds, isOpen: halves.count == 2) else { return nil }
        guard halves.count == 2 else { return stride(from: range.lowerBound, through: range.upperBound, by: 1) }
        guard let step = number(halves[1]), step > 0 else { return nil }
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
    }

    /// - Parameter isOpen: a single value goes on to the end, as before a step.
    private static func range(of text: Substring, within bounds: ClosedRange<Int>, isOpen: Bool) -> ClosedRange<Int>? {
        if text == "*" { return bounds }
        guard let dots = text.range(of: "..") else {
            guard let value = number(text), bounds.contains(value) else { return nil }
            return value...(isOpen ? bounds.upperBound : value)
        }
        guard let first = number(text[..<dots.lowerBound]), let last = number(text[dots.upperBound...]), bounds.contains(first),
            bounds.contains(last), first <= last
        else { return nil }
        return first...last
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

extension Substring {
    /// The first place of `part`, which the standard library does not look for without Foundation.
    func range(of part: String) -> Range<Index>? {
        let wanted = Array(part.utf8)
        var start = startIndex
        while start < endIndex {
            if self[start...].utf8.starts(with: wanted) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
