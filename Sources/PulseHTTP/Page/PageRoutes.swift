import CWebAssets
import HTTPTypes
import Hummingbird
import NIOCore

/// The page itself: files that were embedded when Pulse was built.
struct PageRoutes {
    func add(to routes: inout RouteTable) {
    }
}
