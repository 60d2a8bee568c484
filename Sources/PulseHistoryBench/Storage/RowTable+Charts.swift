import GRDB
import PulseCore

extension RowTable {
    /// Milliseconds that each of these questions takes on `estate`, ten seconds apart over all of `stored`.
    static func charts(folder: String, _ estate: inout [SyntheticSeries], stored: Range<Int64>, _ questions: [[ChartQuestion]]) throws -> [[Double]] {
        let queue = try open(folder)
        for series in estate.indices {
            try queue.write { database in
                let statement = try database.cachedStatement(sql: "INSERT INTO sample VALUES (?, ?, ?)")
                for second in stride(from: stored.lowerBound, to: stored.upperBound, by: Int(HistoryBench.interval)) {
                    try statement.execute(arguments: [series, second, estate[series].next(at: second)])
                }
            }
        }
        let times = try questions.map { try $0.map { try milliseconds($0, queue) } }
        try queue.close()
        return times
    }

    private static func milliseconds(_ question: ChartQuestion, _ queue: DatabaseQueue) throws -> Double {
        let began = ProcessFigures.elapsed
        for series in question.series {
            _ = try queue.read { database in
                try GRDB.Row.fetchAll(
                    database,
                    sql: """
                        SELECT at / ? AS point, min(value), avg(value), max(value), count(*) FROM sample
                        WHERE series = ? AND at >= ? AND at < ? GROUP BY point
                        """, arguments: [question.step, series, question.from, question.to])
            }
        }
        return (ProcessFigures.elapsed - began) * 1000
    }
}
