extension Timestamp {
    /// - Parameter text: RFC 3339, section 5.6, `2026-11-25T10:00:00Z` or with an offset. Digits beyond milliseconds are cut off, and a leap second is
    ///   the second after it. Years from 1970.
    package init?(rfc3339 text: some StringProtocol) {
        var reader = RFC3339Reader(rest: Array(text.utf8)[...])
        guard let days = reader.days(), reader.skip("T"), let seconds = reader.secondsOfDay(), let fraction = reader.fraction(),
            let offset = reader.offset(), reader.rest.isEmpty
        else { return nil }
        self.init(milliseconds: (days * 86_400 + seconds - offset) * 1000 + fraction)
    }
}

/// The parts of a time, one after the other.
private struct RFC3339Reader {
    private(set) var rest: ArraySlice<UInt8>

    mutating func days() -> Int64? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), year >= 1970 else { return nil }
        let days = CivilDate.days(year, month, day)
        // Of a day that there is not, such as February 30, another comes back.
        return CivilDate(daysSinceEpoch: days) == CivilDate(year: year, month: month, day: day) ? days : nil
    }

    mutating func secondsOfDay() -> Int64? {
        guard let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2), hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        return (hour * 60 + minute) * 60 + second
    }

    /// Milliseconds; 0 where there is no fraction.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let digits = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(digits.count)
        return digits.isEmpty ? nil : (digits.prefix(3) + [0x30, 0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Seconds ahead of UTC.
    mutating func offset() -> Int64? {
        if skip("Z") { return 0 }
        let isAhead = skip("+")
        guard isAhead || skip("-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isAhead ? 60 : -60)
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(_ digits: Int) -> Int64? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
