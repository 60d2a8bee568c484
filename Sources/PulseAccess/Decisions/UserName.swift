/// A user name as it may be stored: 1 to 64 letters, digits or `. _ - @`, compared without case.
package struct UserName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) throws {
        guard (1...64).contains(text.count), text.allSatisfy({ $0.isLetter || $0.isNumber || "._-@".contains($0) }) else {
            throw AccessError.userNameInvalid
        }
        description = text
    }
}
