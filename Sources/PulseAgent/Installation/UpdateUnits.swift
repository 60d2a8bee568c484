/// The units that put a fetched version in its place: a watch for it, and root's short work.
enum UpdateUnits {
    static let path = """
        [Unit]
        Description=Waits for a newer pulse-agent that its agent fetched

        [Path]
        PathExists=/var/lib/pulse-agent/update/offer.json

        [Install]
        WantedBy=multi-user.target

        """

    static let service = """
        [Unit]
        Description=Puts a newer pulse-agent in its place
        # What cannot be installed must not be tried without end.
        StartLimitIntervalSec=1h
        StartLimitBurst=5

        [Service]
        Type=oneshot
        ExecStart=/usr/local/bin/pulse-agent apply-update
        ProtectHome=yes
        PrivateTmp=yes
        NoNewPrivileges=yes

        """
}
