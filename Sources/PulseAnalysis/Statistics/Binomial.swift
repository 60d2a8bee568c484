extension Statistics {
    /// The probability of at least so many successes in so many tries. Summed from logarithms, so large numbers do not overflow.
    package static func binomialTail(atLeast successes: Int, of tries: Int, probability: Double) -> Double {
        if successes <= 0 { return 1 }
        if successes > tries || probability <= 0 { return 0 }
        if probability >= 1 { return 1 }
        let n = Double(tries)
        var sum = 0.0
        for count in successes...tries {
            let k = Double(count)
            let ways = logarithmOfGamma(n + 1) - logarithmOfGamma(k + 1) - logarithmOfGamma(n - k + 1)
            sum += exponential(ways + k * naturalLogarithm(probability) + (n - k) * naturalLogarithm(1 - probability))
        }
        return min(1, sum)
    }
}
