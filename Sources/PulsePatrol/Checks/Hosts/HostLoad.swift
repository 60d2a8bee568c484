import PulseAnalysis
import PulseCore

extension HoursAbove {
    static let hostCPU = HoursAbove(metric: .cpu, hours: 6, watch: 0.90, warning: 0.95)
    static let hostMemory = HoursAbove(metric: .memoryUsed, total: .memoryTotal, hours: 6, watch: 0.90, warning: 0.95)
    static let hostMemoryPressure = HoursAbove(metric: .memoryPressure, hours: 3, watch: 0.10, warning: 0.25)
    static let hostIOPressure = HoursAbove(metric: .ioPressure, hours: 6, watch: 0.30, warning: 0.60)
    static let hostIOWait = HoursAbove(metric: .ioWait, hours: 6, watch: 0.20, warning: 0.40)
    static let hostSteal = HoursAbove(metric: .steal, hours: 6, watch: 0.10, warning: 0.25)
    static let hostSwap = HoursAbove(metric: .swapUsed, total: .swapTotal, hours: 3, watch: 0.90, warning: 0.97)
}

extension Check {
    private static let slow = CausalRole(explains: [Explanation(.slow, .placed)], symptoms: [.slow])

    static let hostCPU = Check(
        "HOST-CPU-SUSTAINED", key: "host-high-cpu", "Processors are busy for hours", .performance, on: [.host], needs: HoursAbove.hostCPU.needs,
        page: CheckPage(
            why: "Everything on a machine without spare processor time waits.", decides: HoursAbove.hostCPU.words,
            advice: "Find the process, or spread the work."), role: slow
    ) { look in
        _ = try look.host()
        return try HoursAbove.hostCPU.answer(
            look, title: "Processors are busy for hours", what: "The processors of \(look.name) were busy",
            advice: "Look with `top` or `systemd-cgtop` what keeps \(look.name) busy; move work or add processors.")
    }

    static let hostMemory = Check(
        "HOST-MEMORY-SUSTAINED", key: "host-high-memory", "Memory is nearly used up for hours", .performance, on: [.host],
        needs: HoursAbove.hostMemory.needs,
        page: CheckPage(
            why: "Without spare memory the next peak ends with a killed process.",
            decides: HoursAbove.hostMemory.words
                + " Caches are not counted, that of ZFS (ARC) neither; where an agent sees pools of ZFS and does not tell how "
                + "large its cache is, memory can't be judged.",
            advice: "Find the process, limit it, or add memory."), role: slow
    ) { look in
        try ZFSMemory(look: look).ofHost()
        return try HoursAbove.hostMemory.answer(
            look, title: "Memory is nearly used up for hours", what: "The memory of \(look.name) was used",
            advice: "Look with `ps aux --sort=-rss | head` what takes the memory of \(look.name); limit it or add memory.")
    }

    static let hostSwap = Check(
        "HOST-SWAP-FULL", key: "host-swap-full", "Memory and swap are nearly used up", .performance, on: [.host],
        needs: HoursAbove.hostSwap.needs + [.current(.memoryUsed), .current(.memoryTotal)],
        page: CheckPage(
            why: "When both are gone the kernel kills processes.",
            decides: HoursAbove.hostSwap.words + " Only when \(Words.percent(HoursAbove.hostMemory.watch)) of the memory is used too: swap that lies "
                + "used on an idle machine is normal.", advice: "Free memory or add some."), role: slow
    ) { look in
        _ = try look.host()
        guard let total = look.resource.metrics[.swapTotal]?.value, total > 0 else { return .clear }
        try ZFSMemory(look: look).ofHost()
        guard try look.share(.memoryUsed, of: .memoryTotal) >= HoursAbove.hostMemory.watch else { return .clear }
        return try HoursAbove.hostSwap.answer(
            look, title: "Memory and swap are nearly used up", what: "The swap of \(look.name) was used",
            advice: "Stop or limit what takes the memory of \(look.name) (`ps aux --sort=-rss | head`), or add memory.")
    }

    static let hostMemoryPressure = Check(
        "HOST-MEMORY-PRESSURE", key: "host-memory-pressure", "Tasks wait for memory", .performance, on: [.host],
        needs: HoursAbove.hostMemoryPressure.needs,
        page: CheckPage(
            why: "Time spent on moving memory to and from the disk is lost for everything.",
            decides: HoursAbove.hostMemoryPressure.words + " It is the share of time in which some task waited for memory (PSI).",
            advice: "Find what needs more memory than there is."), role: slow
    ) { look in
        _ = try look.host()
        return try HoursAbove.hostMemoryPressure.answer(
            look, title: "Tasks wait for memory", what: "Tasks of \(look.name) waited for memory",
            advice: "Look with `vmstat 5` and `ps aux --sort=-rss | head` what swaps on \(look.name); limit it or add memory.")
    }

    static let hostIOPressure = Check(
        "HOST-IO-PRESSURE", key: "host-io-pressure", "Tasks wait for disks", .performance, on: [.host], needs: HoursAbove.hostIOPressure.needs,
        page: CheckPage(
            why: "When disks are the bottleneck, everything that writes is slow.",
            decides: HoursAbove.hostIOPressure.words + " It is the share of time in which some task waited for input or output (PSI).",
            advice: "Find what reads or writes so much."), role: slow
    ) { look in
        _ = try look.host()
        return try HoursAbove.hostIOPressure.answer(
            look, title: "Tasks wait for disks", what: "Tasks of \(look.name) waited for disks",
            advice: "Look with `iotop -ao` what reads and writes so much on \(look.name), and check the health of its disks.")
    }

    static let hostIOWait = Check(
        "HOST-IO-WAIT", key: "host-io-wait", "Processors wait for disks", .performance, on: [.host], needs: HoursAbove.hostIOWait.needs,
        page: CheckPage(
            why: "Processors that wait for storage point to slow or failing disks.",
            decides: HoursAbove.hostIOWait.words + " Where the kernel tells of pressure, that is looked at instead.",
            advice: "Find what reads or writes so much."), role: slow
    ) { look in
        _ = try look.host()
        if (try? look.current(.ioPressure)) != nil { return .clear }
        return try HoursAbove.hostIOWait.answer(
            look, title: "Processors wait for disks", what: "The processors of \(look.name) waited for storage",
            advice: "Look with `iotop -ao` what reads and writes so much on \(look.name), and check the health of its disks.")
    }

    static let hostSteal = Check(
        "HOST-STEAL", key: "host-steal", "Hypervisor keeps processor time back", .performance, on: [.host], needs: HoursAbove.hostSteal.needs,
        page: CheckPage(
            why: "A virtual machine gets less than it was promised: the machine below is over-committed.", decides: HoursAbove.hostSteal.words,
            advice: "Move the machine or its neighbours, or ask the provider."), role: CausalRole(symptoms: [.slow])
    ) { look in
        _ = try look.host()
        return try HoursAbove.hostSteal.answer(
            look, title: "Hypervisor keeps processor time back", what: "The hypervisor kept time of \(look.name) for others,",
            advice: "Move \(look.name) or its neighbours to a less busy machine, or ask the provider.")
    }
}
