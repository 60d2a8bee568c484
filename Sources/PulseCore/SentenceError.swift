/// An error that has a sentence for a person: what was attempted, on what, why.
package protocol SentenceError: Error {
    var sentence: String { get }
}
