/** What stands in a field of one thing a line; commas divide too. */
export function linesOf(written: string): string[] {
  return [...new Set(written.split(/[\n,]+/).map((line) => line.trim()).filter((line) => line !== ""))];
}

/** The first line that is no address and no network of IPv4 or IPv6. The server looks more closely. */
export function wrongNetwork(lines: readonly string[]): string | null {
  return lines.find((line) => !isNetwork(line)) ?? null;
}

function isNetwork(line: string): boolean {
  const [address = "", length, ...more] = line.split("/");
  if (more.length > 0) return false;
  const four = /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255);
  const six = /^[0-9a-f:]+$/i.test(address) && address.split(":").length > 2;
  if (!four && !six) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (four ? 32 : 128));
}
