// Words of the form of a source that differ from product to product.

interface ProductWords {
  choice: string;
  address: string;
  addressHint: string;
  addressMissing: string;
  tokenIdHint: string;
  tokenIdInvalid: string;
  usernameHint: string;
  usernameInvalid: string;
  nameHint: string;
  saveAdd: string;
  howTitle: string;
  howLead: string;
  commands: string[];
  howEnd: string;
  certificateCommand: string;
  certificatePage: string;
}

export const productWords: Record<"pve" | "pbs" | "pmg", ProductWords> = {
  pve: {
    choice: "Proxmox VE",
    address: "Address of one node",
    addressHint: "https://10.0.0.5:8006. Without https:// and port, these are added.",
    addressMissing: "Enter the name or address of a node.",
    tokenIdHint: "user@realm!name, for instance pulse@pve!monitor",
    tokenIdInvalid: "A token id looks like pulse@pve!monitor.",
    usernameHint: "name@realm, for instance pulse@pve",
    usernameInvalid: "A user looks like pulse@pve or root@pam.",
    nameHint: "Left empty, the cluster’s own name is used.",
    saveAdd: "Add this cluster",
    howTitle: "How to make a token that may only read",
    howLead: "In a shell on any node of the cluster, as root:",
    commands: [
      "pveum user add pulse@pve",
      "pveum acl modify / --users pulse@pve --roles PVEAuditor",
      "pveum user token add pulse@pve monitor --privsep 0",
    ],
    howEnd: "The last command prints the secret, once. The token id is pulse@pve!monitor. PVEAuditor may look at everything and change nothing.",
    certificateCommand: "openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256",
    certificatePage: "Or in Proxmox’s own page: the node > System > Certificates, pve-ssl.pem (or pveproxy-ssl.pem if there is one), Fingerprint.",
  },
  pbs: {
    choice: "Backup Server",
    address: "Address of the backup server",
    addressHint: "https://10.0.0.6:8007. Without https:// and port, these are added.",
    addressMissing: "Enter the name or address of the backup server.",
    tokenIdHint: "user@realm!name, for instance pulse@pbs!monitor",
    tokenIdInvalid: "A token id looks like pulse@pbs!monitor.",
    usernameHint: "name@realm, for instance pulse@pbs",
    usernameInvalid: "A user looks like pulse@pbs or root@pam.",
    nameHint: "Left empty, the server’s own name is used.",
    saveAdd: "Add this backup server",
    howTitle: "How to make a token that may only read",
    howLead: "In a shell on the backup server, as root:",
    commands: [
      "proxmox-backup-manager user create pulse@pbs",
      "proxmox-backup-manager acl update / Audit --auth-id pulse@pbs",
      "proxmox-backup-manager user generate-token pulse@pbs monitor",
      "proxmox-backup-manager acl update / Audit --auth-id 'pulse@pbs!monitor'",
    ],
    howEnd: "The third command prints the secret, once. A token may do what both it and its user may, so both get the role. Audit may look at everything and change nothing.",
    certificateCommand: "proxmox-backup-manager cert info",
    certificatePage: "Or in its own page: Configuration > Certificates, Fingerprint.",
  },
  pmg: {
    choice: "Mail Gateway",
    address: "Address of one node",
    addressHint: "https://10.0.0.7:8006. Without https:// and port, these are added.",
    addressMissing: "Enter the name or address of a mail gateway.",
    tokenIdHint: "",
    tokenIdInvalid: "Proxmox Mail Gateway has no API tokens.",
    usernameHint: "name@realm, for instance pulse@pmg. Proxmox Mail Gateway has no API tokens.",
    usernameInvalid: "A user looks like pulse@pmg.",
    nameHint: "Left empty, the gateway’s own name is used.",
    saveAdd: "Add this mail gateway",
    howTitle: "How to make a user that may only read",
    howLead: "In its own page, Configuration > User Management: a user with the role Auditor and without a second factor. An existing one gets the role in a shell, as root:",
    commands: ["pmgsh set /access/users/'pulse@pmg' --role audit"],
    howEnd: "An Auditor may look at everything and change nothing.",
    certificateCommand: "pmgconfig cert info",
    certificatePage: "Or in its own page: Configuration > Certificates, pmg-api.pem, Fingerprint.",
  },
};

/** Why a demonstration has no form for a source. */
export const demoWords = {
  lead: "This is a demonstration: everything in it is simulated, and it takes in no real server.",
  next: "Start Pulse without --demo to watch your own. What you would enter there is an address and a token that may only read.",
};

/** Words of adding a source by script. */
export const scriptWords = {
  way: "How to add it",
  ways: { hand: "By hand", script: "By script" },
  lead: "The server sets itself up: a script makes a user and a token there that may only read, and tells Pulse. You paste one command.",
  host: "Address of the server",
  hostHint: "Only where Pulse does not reach it at its own address: behind NAT, or on another port.",
  make: "Make the command",
  making: "Asking…",
  again: "Make a new command",
  command: "The command",
  where: {
    pve: "Paste it into a shell of any one node of the cluster, as root. In Proxmox’s own page: the node > Shell.",
    pbs: "Paste it into a shell of the backup server, as root. In its own page: Administration > Shell.",
  },
  left: "It is good for one server, for another",
  ended: "This command has ended. Make a new one.",
  stages: {
    waiting: "Waiting for the server",
    fetched: "The server has fetched the script",
    trying: "The server has come; Pulse is trying its token",
    failed: "It did not work. The same command can be run again",
    done: "Done",
  },
  whatTitle: "What the script does",
  what: {
    pve: [
      "It makes a role that holds audit privileges only, a user without a password, and an API token for it.",
      "It tells Pulse the token and the fingerprint of the node’s certificate. Pulse accepts no other certificate there from then on.",
      "It installs nothing and changes nothing else. Run again, it replaces the token.",
    ],
    pbs: [
      "It makes a user without a password and an API token for it, with the roles Audit, RemoteAudit and TapeAudit, which only read.",
      "It tells Pulse the token and the fingerprint of the server’s certificate. Pulse accepts no other certificate there from then on.",
      "It installs nothing and changes nothing else. Run again, it replaces the token.",
    ],
  },
  undo: "To undo it there:",
  undoCommand: { pve: "pveum user delete pulse@pve && pveum role delete PulseAudit", pbs: "proxmox-backup-manager user remove pulse@pbs" },
};
