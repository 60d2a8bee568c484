import Glibc

/// `x86_64`, `aarch64`, …: what uname(2) calls the machine.
enum MachineArchitecture {
    static func read() -> String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return withUnsafeBytes(of: names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
