import PulseCore

/// Which network interfaces count for the bytes a machine moves, and which are worth showing.
enum InterfaceChoice {
    /// Plumbing of containers and virtual machines, and copies of other interfaces' packets.
    private static let plumbing = [
        "veth", "docker", "br-", "virbr", "vnet", "tap", "fwbr", "fwpr", "fwln", "ifb", "dummy", "cali", "cni", "flannel", "lxc", "lxdbr", "incusbr",
        "podman", "kube", "nodelocaldns", "vxlan", "genev_sys", "gre", "gretap", "erspan", "sit", "tunl", "ip6tnl", "ip6gre", "ip_vti", "ip6_vti",
    ]
    private static let shownLimit = 64

    /// Those with a device behind them. In a container the only way out has none: then all that are not plumbing.
    static func counted(_ interfaces: [HostInterface]) -> [InterfaceCounters] {
        let outward = interfaces.filter { $0.counters.name != "lo" }
        let real = outward.filter(\.hasDevice)
        let usual = outward.filter { !isPlumbing($0.counters.name) }
        return (real.isEmpty ? usual.isEmpty ? outward : usual : real).map(\.counters)
    }

    /// Bridges and bonds count no bytes, but carry the addresses.
    static func shown(_ interfaces: [HostInterface]) -> [NetworkInterface] {
        let counted = Set(counted(interfaces).map(\.name))
        let shown = interfaces.filter { interface in
            let name = interface.counters.name
            return counted.contains(name) || (name != "lo" && !interface.addresses.isEmpty && !isPlumbing(name))
        }
        return shown.prefix(shownLimit).map {
            NetworkInterface(name: $0.counters.name, hardwareAddress: $0.hardwareAddress, addresses: $0.addresses)
        }
    }

    private static func isPlumbing(_ name: String) -> Bool { plumbing.contains { name.hasPrefix($0) } }
}
