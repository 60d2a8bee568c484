// What stands in the fields of the search, as the server takes it. Whether networks may be searched is judged there.

export function networksOf(written: string): string[] {
  return written.split(/[\s,]+/).filter((one) => one !== "");
}

/** Null for what is no list of one to four ports. */
export function portsOf(written: string): number[] | null {
  const parts = networksOf(written);
  const ports = parts.map(Number);
  const sound = parts.every((part) => /^\d{1,5}$/.test(part)) && ports.every((port) => port >= 1 && port <= 65_535);
  return sound && ports.length >= 1 && ports.length <= 4 ? ports : null;
}

/** `https://10.0.0.5:8006`, `https://[fd00::5]:8006` */
export function addressOf(server: { ip: string; port: number }): string {
  return `https://${server.ip.includes(":") ? `[${server.ip}]` : server.ip}:${server.port}`;
}
