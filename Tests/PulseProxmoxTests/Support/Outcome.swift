/// The result of a call that changes a value: `#expect` can't take such a call apart, but it can look at what this gives.
func outcome<Value>(_ body: () throws -> Value) rethrows -> Value { try body() }
