import PulseAgentProtocol
import PulseCore

extension Picture {
    /// The pictures of all collectors as one. Of a thing that two of them tell, the first one's word counts; the engines become a part of the machine.
    package init(merging pictures: [Picture]) {
        self.init()
        for picture in pictures {
            objects += picture.objects
            figures += picture.figures
            modules += picture.modules
            engineFacts += picture.engineFacts
            if let lists = picture.engines { engines = (engines ?? []) + lists }
            kubernetes = kubernetes ?? picture.kubernetes
        }
        guard let place = objects.firstIndex(where: { $0.key.kind == .host }), case .host(var facts) = objects[place].facts else { return }
        facts.engines = engineFacts
        objects[place].facts = .host(facts)
    }
}
