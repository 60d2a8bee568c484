/// One line of what an import does, or would do.
package struct ConfigurationChange: Sendable, Equatable {
    package enum Action: String, Sendable, CaseIterable {
        case add, change, remove
        /// Stays as it is, or is not taken over; the sentence says why.
        case keep
    }

    package let section: String
    package let action: Action
    package let name: String
    package let sentence: String

    package init(section: String, action: Action, name: String, sentence: String) {
        self.section = section
        self.action = action
        self.name = name
        self.sentence = sentence
    }
}
