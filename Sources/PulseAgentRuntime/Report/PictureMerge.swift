import PulseAgentProtocol
import PulseCore

extension Picture {
    /// The pictures of all collectors as one. Of a thing that two of them tell, the first one's word counts.
    package init(merging pictures: [Picture]) {
        self.init()
        for picture in pictures {
            objects += picture.objects
            figures += picture.figures
            modules += picture.modules
            if let lists = picture.engines { engines = (engines ?? []) + lists }
            kubernetes = kubernetes ?? picture.kubernetes
        }
    }
}
