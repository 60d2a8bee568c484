/// The systemd unit of the agent: unprivileged and closed in, and opened only for what its owner asked to be collected.
struct UnitFile {
    /// The user may talk to Docker's socket. Whoever may do that can become root.
    var usesDocker = false
    /// SMART asks disks directly: CAP_SYS_RAWIO, for NVMe CAP_SYS_ADMIN, and the group `disk`.
    var usesSMART = false
    var program = "/usr/local/bin/pulse-agent"

    var text: String {
        let capabilities = usesSMART ? "CAP_SYS_RAWIO CAP_SYS_ADMIN" : ""
        let groups = [usesDocker ? "docker" : nil, usesSMART ? "disk" : nil].compactMap(\.self).joined(separator: " ")
        return """
            [Unit]
            Description=Pulse agent: tells a Pulse server about this machine
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=exec
            User=pulse-agent
            Group=pulse-agent
            \(groups.isEmpty ? "# SupplementaryGroups=: none" : "SupplementaryGroups=\(groups)")
            EnvironmentFile=-/etc/default/pulse-agent
            ExecStart=\(program) run
            Restart=on-failure
            RestartSec=5
            RestartPreventExitStatus=64 74 78
            TimeoutStopSec=20
            StateDirectory=pulse-agent
            StateDirectoryMode=0700
            RuntimeDirectory=pulse-agent
            RuntimeDirectoryMode=0755
            UMask=0077

            # It looks at the whole machine, so /proc and /sys stay readable, and the file systems of /home keep their size.
            ProtectSystem=strict
            ProtectHome=read-only
            PrivateTmp=yes
            \(usesSMART ? "# PrivateDevices=: no, SMART asks the disks" : "PrivateDevices=yes")
            # Without CAP_SYS_TIME it cannot set the clock; protected, it could not even ask whether the clock is right.
            ProtectClock=no
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            NoNewPrivileges=yes
            CapabilityBoundingSet=\(capabilities)
            AmbientCapabilities=\(capabilities)
            LockPersonality=yes
            MemoryDenyWriteExecute=yes
            RemoveIPC=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            SystemCallArchitectures=native
            # The C library asks for the state of the clock by clock_adjtime, older ones by adjtimex; neither sets it without CAP_SYS_TIME.
            SystemCallFilter=@system-service adjtimex clock_adjtime\(usesSMART ? " @raw-io" : "")
            SystemCallErrorNumber=EPERM

            [Install]
            WantedBy=multi-user.target

            """
    }
}
