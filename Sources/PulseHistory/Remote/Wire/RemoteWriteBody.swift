import PulseCore
import SwiftProtobuf

/// The body of a request of remote write 1.0.
enum RemoteWriteBody {
    static let headers = [
        (name: "Content-Encoding", value: "snappy"), (name: "X-Prometheus-Remote-Write-Version", value: "0.1.0"),
        (name: "User-Agent", value: "Pulse"),
    ]
    static let mediaType = "application/x-protobuf"

    static func encoded(_ series: [RemoteSeries], labels: [String: String]) throws -> [UInt8] {
        var request = WireWriteRequest()
        request.timeseries = series.map { wire($0, labels) }
        return Snappy.compressed(try request.serializedBytes())
    }

    private static func wire(_ series: RemoteSeries, _ extra: [String: String]) -> WireTimeSeries {
        var wire = WireTimeSeries()
        wire.labels = RemoteNaming.labels(of: series.key, extra: extra).map { label in
            var wire = WireLabel()
            wire.name = label.name
            wire.value = label.value
            return wire
        }
        wire.samples = series.samples.map { moment in
            var wire = WireSample()
            wire.value = moment.value
            wire.timestamp = moment.at * 1000
            return wire
        }
        return wire
    }
}
