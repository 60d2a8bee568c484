// Values of Swift's own that write themselves.

extension Optional {
    /// Null where there is no value.
    func write(into json: inout JSONWriter, _ write: (Wrapped, inout JSONWriter) throws -> Void) rethrows {
        if let self { try write(self, &json) } else { json.null() }
    }
}

extension [String: String] {
    /// An object of texts, its names in order.
    func write(into json: inout JSONWriter) {
        json.object { json in
            for (name, text) in sorted(by: { $0.key < $1.key }) {
                json.name(data: name)
                json.string(text)
            }
        }
    }
}
