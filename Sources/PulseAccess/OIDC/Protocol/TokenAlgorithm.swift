/// The signatures that are accepted on ID tokens (RFC 7518 section 3.1, RFC 8037). Neither `none` nor any HMAC: with those, whoever knows a public
/// key or the client secret could write tokens.
enum TokenAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case es256 = "ES256"
    case es384 = "ES384"
    case eddsa = "EdDSA"
}
