/// What a disk really does: its use without noise, as a share of its capacity, at any day before (negative) or after today (0).
///
/// The truth of a case is read from here, and never from a forecaster.
package struct DiskCurve: Sendable {
    package struct Saw: Sendable {
        package var height: Double
        package var period: Double
        package var phase: Double
    }

    /// A change that stays, up or down, from a day on.
    package struct Step: Sendable {
        package var day: Double
        package var size: Double
    }

    /// A rise that goes away again.
    package struct Burst: Sendable {
        package var days: ClosedRange<Double>
        package var size: Double
    }

    /// Share of the capacity today, before saws and bursts.
    package var level: Double
    /// Share of the capacity per day.
    package var slope = 0.0
    /// Half the second derivative, share per day squared.
    package var curvature = 0.0
    /// Growth stops on this day.
    package var plateauFrom: Double?
    package var saw: Saw?
    package var steps: [Step] = []
    package var bursts: [Burst] = []

    package func share(at day: Double) -> Double {
        let growing = plateauFrom.map { min(day - $0, 0) } ?? day
        var share = level + slope * growing + curvature * growing * growing
        // The level is today's, so a step in the past is taken off before it happened.
        for step in steps where day < step.day { share -= step.size }
        for burst in bursts where burst.days.contains(day) { share += burst.size }
        if let saw {
            let turn = day / saw.period + saw.phase
            share += saw.height * (turn - turn.rounded(.down))
        }
        return share
    }

    /// The first day after today on which the disk is full, looked for hourly. Nil where that is not within the horizon.
    package func fullDay(within horizon: Double) -> Double? {
        (0...Int(horizon * 24)).lazy.map { Double($0) / 24 }.first { self.share(at: $0) >= 1 }
    }
}
