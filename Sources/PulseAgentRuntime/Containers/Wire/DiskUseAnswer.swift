/// `GET /system/df`. Up to API 1.51 lists of everything; from 1.52 on sums, and the lists only when they are asked for.
struct DiskUseAnswer: Decodable, Sendable {
    struct Image: Decodable, Sendable {
        @Lenient var size: Int64?
        @Lenient var shared: Int64?
        @Lenient var containers: Int?

        private enum CodingKeys: String, CodingKey {
            case size = "Size"
            case shared = "SharedSize"
            case containers = "Containers"
        }
    }

    struct Container: Decodable, Sendable {
        let id: String
        @Lenient var written: Int64?
        @Lenient var state: String?

        private enum CodingKeys: String, CodingKey {
            case id = "Id"
            case written = "SizeRw"
            case state = "State"
        }
    }

    struct Cache: Decodable, Sendable {
        @Lenient var size: Int64?
        @Lenient var isInUse: Bool?
        @Lenient var isShared: Bool?

        private enum CodingKeys: String, CodingKey {
            case size = "Size"
            case isInUse = "InUse"
            case isShared = "Shared"
        }
    }

    /// One kind of thing, from API 1.52 on.
    struct Sum: Decodable, Sendable {
        @Lenient var total: Int64?
        @Lenient var reclaimable: Int64?

        private enum CodingKeys: String, CodingKey {
            case total = "TotalSize"
            case reclaimable = "Reclaimable"
        }
    }

    /// Of all layers, each counted once.
    @Lenient var layers: Int64?
    @Lenient var images: LenientList<Image>?
    @Lenient var containers: LenientList<Container>?
    @Lenient var volumes: LenientList<VolumeRow>?
    @Lenient var cache: LenientList<Cache>?
    @Lenient var imageSum: Sum?
    @Lenient var containerSum: Sum?
    @Lenient var volumeSum: Sum?
    @Lenient var cacheSum: Sum?

    private enum CodingKeys: String, CodingKey {
        case layers = "LayersSize"
        case images = "Images"
        case containers = "Containers"
        case volumes = "Volumes"
        case cache = "BuildCache"
        case imageSum = "ImageUsage"
        case containerSum = "ContainerUsage"
        case volumeSum = "VolumeUsage"
        case cacheSum = "BuildCacheUsage"
    }
}
