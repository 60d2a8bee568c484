extension APIRefusal {
    /// The refusal as PVE and PMG send it. Since 8 they repeat the phrase in the body, with a line feed.
    func answer(_ options: EstateOptions) -> APIAnswer {
        var answer = APIAnswer(status: status, phrase: phrase, body: .text(""), work: work)
        if hasBody { answer.body = .text(options.version.major < 8 ? "{\"data\":null}" : body) }
        if status == 401 { answer.pause = options.delays.refusal }
        if status == 596 { answer.pause = options.delays.proxy }
        return answer
    }

    private var body: String {
        var object = JSONObject()
        object.put("data", json: "null")
        object.put("message", phrase + "\n")
        if !errors.isEmpty {
            var details = JSONObject()
            for (name, text) in errors.sorted(by: { $0.key < $1.key }) { details.put(name, text) }
            object.put("errors", json: details.json)
        }
        return object.json
    }
}
