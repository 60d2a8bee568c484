import Foundation

/// What the program tells its user; logs go elsewhere.
enum Output {
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
