/// `/proc/loadavg`: runnable processes, averaged over 1, 5 and 15 minutes.
enum LoadAverage {
    static func parse(_ file: Bytes) -> [Double]? {
        let numbers = file.trimmed.words.prefix(3).compactMap(\.decimal)
        return numbers.count == 3 ? numbers : nil
    }
}
