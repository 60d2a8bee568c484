extension String {
    /// The text fit for a log line, a terminal or a cell: control characters, direction overrides and line separators become `�`, and what is
    /// longer than `limit` characters is cut with an ellipsis. Names come from guests and are not to be trusted.
    package func printable(limit: Int = 256) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(limit * 4) {
            result.append(scalar.isSafeToPrint ? scalar : "\u{FFFD}")
        }
        let text = String(result)
        return text.count > limit ? String(text.prefix(limit - 1)) + "…" : text
    }
}

extension Unicode.Scalar {
    fileprivate var isSafeToPrint: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        // Bidirectional controls can make a name read as another one (CVE-2021-42574).
        case .format: !(0x202A...0x202E).contains(value) && !(0x2066...0x2069).contains(value)
        default: true
        }
    }
}
