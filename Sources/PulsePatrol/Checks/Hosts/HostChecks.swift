extension CheckCatalogue {
    static let hosts: [Check] = [
        .hostOffline, .hostRaidDegraded, .hostRaidFailedMember, .hostRaidInactive, .hostRaidRebuilding, .hostPoolHealth, .hostPoolErrors,
        .hostPoolScrub, .hostPoolFill, .hostDiskFailed, .hostDiskPending, .hostDiskReallocated, .hostDiskUncorrectable, .hostDiskWear,
        .hostDiskSpare, .hostDiskHot, .hostFailedUnits, .hostSecurityUpdates, .hostOldLists, .hostRebootDue, .hostClock, .hostRootFill,
        .hostFilesystemFill, .hostCPU, .hostMemory, .hostSwap, .hostMemoryPressure, .hostIOPressure, .hostIOWait, .hostSteal, .hostLatency,
        .hostHeat, .hostFan, .hostSmartTrend, .hostLinkErrors, .hostInterfaceErrors, .hostCPUPressure,
    ]
}
