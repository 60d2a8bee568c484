import PulseCore
import PulsePatrol

extension [Check] {
    /// By its code, or by the name that Pulse v5 has for it.
    func named(_ text: String) throws -> Check {
        if let check = first(where: { $0.code == text || $0.key == text }) { return check }
        let names = flatMap { [$0.code, $0.key] }
        let nearest = names.map { ($0, EditDistance.between($0.lowercased(), text.lowercased())) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        let hint = nearest.map { " The nearest is \($0.0)." } ?? ""
        throw APIError.invalid("check", "There is no check '\(text.printable(limit: 64))'.\(hint)")
    }
}
