package import PulseCore
import Synchronization

/// The latest board, made when somebody asks and something has changed. The door for readers.
package final class BoardService: Sendable {
    private struct State {
        var builder: BoardBuilder
        var inputs: BoardInputs?
        var board: BackupBoard?
    }

    /// Ages move on though nothing changes.
    private static let lifetime = Duration.seconds(60)

    private let state: Mutex<State>
    private let estate: @Sendable () -> (fleet: Fleet, ledger: Ledger)

    /// - Parameter estate: fleet and ledger of the same tick.
    package init(limits: BackupLimits = BackupLimits(), estate: @escaping @Sendable () -> (fleet: Fleet, ledger: Ledger)) {
        state = Mutex(State(builder: BoardBuilder(limits: limits)))
        self.estate = estate
    }

    /// The board with the fleet it was asked for beside it, so that what a reader may see is judged by today's tags.
    package func board(at now: Timestamp) -> (board: BackupBoard, fleet: Fleet, ledger: Ledger) {
        let (fleet, ledger) = estate()
        // Under the lock: ten readers that ask at once wait for one board.
        let board = state.withLock { state in
            let inputs = BoardInputs(fleet, ledger)
            if let board = state.board, state.inputs == inputs, now.since(board.at) < Self.lifetime, now >= board.at { return board }
            let fresh = state.builder.board(fleet, ledger, at: now)
            (state.board, state.inputs) = (fresh, inputs)
            return fresh
        }
        return (board, fleet, ledger)
    }
}
