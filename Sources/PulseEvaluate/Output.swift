import Foundation

/// Writes a text and an end of line to the standard output.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
