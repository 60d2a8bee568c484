// QR codes of short texts (ISO/IEC 18004): bytes, error correction M, versions 1 to 20.

/** Of each version: bytes of error correction in a block, and blocks. */
const correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const blocksOf = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

type Bits = boolean[];
interface Grid {
  size: number;
  dark: boolean[][];
  /** What is not data: no mask turns it over. */
  fixed: boolean[][];
}

/** Rows of dark and light; null for a text that is too long. */
export function qrOf(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const version = correction.findIndex((_, index) => dataBytes(index + 1) >= bytes.length + (index + 1 < 10 ? 2 : 3)) + 1;
  if (version === 0) return null;
  const content = interleaved(padded(bytes, version), version);
  const masks = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => drawn(version, content, mask));
  return masks.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

/** Bits of a version that are neither pattern nor format. */
function rawBits(version: number): number {
  const patterns = Math.floor(version / 7) + 2;
  const aligned = version < 2 ? 0 : (25 * patterns - 10) * patterns - 55;
  return (16 * version + 128) * version + 64 - aligned - (version < 7 ? 0 : 36);
}

function dataBytes(version: number): number {
  return Math.floor(rawBits(version) / 8) - (correction[version - 1] ?? 0) * (blocksOf[version - 1] ?? 0);
}

function padded(bytes: Uint8Array, version: number): number[] {
  const bits: Bits = [];
  const push = (value: number, length: number): void => {
    for (let at = length - 1; at >= 0; at--) bits.push(((value >>> at) & 1) === 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const all = dataBytes(version) * 8;
  push(0, Math.min(4, all - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let filler = 0xec; bits.length < all; filler ^= 0xec ^ 0x11) push(filler, 8);
  const packed = new Array<number>(bits.length / 8).fill(0);
  bits.forEach((bit, at) => (packed[at >> 3] = (packed[at >> 3] ?? 0) | (bit ? 0x80 >> (at & 7) : 0)));
  return packed;
}

/** The blocks with their correction, read column by column. */
function interleaved(data: number[], version: number): number[] {
  const count = blocksOf[version - 1] ?? 1;
  const check = correction[version - 1] ?? 0;
  const all = Math.floor(rawBits(version) / 8);
  const short = Math.floor(all / count) - check;
  const shorts = count - (all % count);
  const divisor = divisorOf(check);
  const blocks: { data: number[]; check: number[] }[] = [];
  for (let index = 0, at = 0; index < count; index++) {
    const part = data.slice(at, at + short + (index < shorts ? 0 : 1));
    at += part.length;
    blocks.push({ data: part, check: remainder(part, divisor) });
  }
  const result: number[] = [];
  for (let at = 0; at <= short; at++) for (const block of blocks) if (at < block.data.length) result.push(block.data[at] ?? 0);
  for (let at = 0; at < check; at++) for (const block of blocks) result.push(block.check[at] ?? 0);
  return result;
}

/** In the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const result = new Array<number>(degree).fill(0);
  result[degree - 1] = 1;
  for (let step = 0, root = 1; step < degree; step++, root = times(root, 2)) {
    for (let at = 0; at < degree; at++) result[at] = times(result[at] ?? 0, root) ^ (result[at + 1] ?? 0);
  }
  return result;
}

function remainder(data: number[], divisor: number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    divisor.forEach((one, at) => (result[at] = (result[at] ?? 0) ^ times(one, factor)));
  }
  return result;
}

function drawn(version: number, content: number[], mask: number): boolean[][] {
  const size = version * 4 + 17;
  const make = (): boolean[][] => Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const grid: Grid = { size, dark: make(), fixed: make() };
  drawPatterns(grid, version);
  drawFormat(grid, mask);
  drawContent(grid, content);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (!at(grid.fixed, x, y) && masked(mask, x, y)) set(grid.dark, x, y, !at(grid.dark, x, y));
  return grid.dark;
}

const at = (rows: boolean[][], x: number, y: number): boolean => rows[y]?.[x] ?? false;
const set = (rows: boolean[][], x: number, y: number, value: boolean): void => {
  const row = rows[y];
  if (row) row[x] = value;
};

function fix(grid: Grid, x: number, y: number, dark: boolean): void {
  if (x < 0 || y < 0 || x >= grid.size || y >= grid.size) return;
  set(grid.dark, x, y, dark);
  set(grid.fixed, x, y, true);
}

function drawPatterns(grid: Grid, version: number): void {
  const { size } = grid;
  for (let step = 0; step < size; step++) {
    fix(grid, 6, step, step % 2 === 0);
    fix(grid, step, 6, step % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      fix(grid, cx + dx, cy + dy, ring !== 2 && ring !== 4);
    }
  }
  const places = alignment(version, size);
  const last = places.length - 1;
  places.forEach((cx, column) => places.forEach((cy, row) => {
    if ((column === 0 && row === 0) || (column === 0 && row === last) || (column === last && row === 0)) return;
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) fix(grid, cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  }));
  if (version < 7) return;
  let rest = version;
  for (let step = 0; step < 12; step++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let bit = 0; bit < 18; bit++) {
    const dark = ((bits >>> bit) & 1) === 1;
    const a = size - 11 + (bit % 3);
    const b = Math.floor(bit / 3);
    fix(grid, a, b, dark);
    fix(grid, b, a, dark);
  }
}

function alignment(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let position = size - 7; places.length < count; position -= step) places.splice(1, 0, position);
  return places;
}

/** Level M is 0. */
function drawFormat(grid: Grid, mask: number): void {
  const { size } = grid;
  let rest = mask;
  for (let step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (index: number): boolean => ((bits >>> index) & 1) === 1;
  for (let index = 0; index <= 5; index++) fix(grid, 8, index, bit(index));
  fix(grid, 8, 7, bit(6));
  fix(grid, 8, 8, bit(7));
  fix(grid, 7, 8, bit(8));
  for (let index = 9; index < 15; index++) fix(grid, 14 - index, 8, bit(index));
  for (let index = 0; index < 8; index++) fix(grid, size - 1 - index, 8, bit(index));
  for (let index = 8; index < 15; index++) fix(grid, 8, size - 15 + index, bit(index));
  fix(grid, 8, size - 8, true);
}

/** In double columns from the right, up and down in turn, round the timing pattern. */
function drawContent(grid: Grid, content: number[]): void {
  let index = 0;
  for (let right = grid.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < grid.size; step++) for (const x of [right, right - 1]) {
      const y = ((right + 1) & 2) === 0 ? grid.size - 1 - step : step;
      if (at(grid.fixed, x, y) || index >= content.length * 8) continue;
      set(grid.dark, x, y, (((content[index >>> 3] ?? 0) >>> (7 - (index & 7))) & 1) === 1);
      index += 1;
    }
  }
}

function masked(mask: number, x: number, y: number): boolean {
  switch (mask) {
    case 0: return (x + y) % 2 === 0;
    case 1: return y % 2 === 0;
    case 2: return x % 3 === 0;
    case 3: return (x + y) % 3 === 0;
    case 4: return (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0;
    case 5: return ((x * y) % 2) + ((x * y) % 3) === 0;
    case 6: return (((x * y) % 2) + ((x * y) % 3)) % 2 === 0;
    default: return (((x + y) % 2) + ((x * y) % 3)) % 2 === 0;
  }
}

/** How hard a reader would find it: long runs, blocks, what looks like a finder, and too much of one colour. */
function penalty(rows: boolean[][]): number {
  const size = rows.length;
  let sum = 0;
  let dark = 0;
  for (let a = 0; a < size; a++) {
    for (const line of [rows[a] ?? [], rows.map((row) => row[a] ?? false)]) {
      const written = line.map((one) => (one ? "1" : "0")).join("");
      for (const run of written.match(/1{5,}|0{5,}/g) ?? []) sum += run.length - 2;
      sum += 40 * (written.match(/(?=10111010000|00001011101)/g) ?? []).length;
    }
    for (let x = 0; x < size; x++) {
      if (at(rows, x, a)) dark += 1;
      if (x + 1 < size && a + 1 < size && at(rows, x, a) === at(rows, x + 1, a) && at(rows, x, a) === at(rows, x, a + 1) && at(rows, x, a) === at(rows, x + 1, a + 1)) sum += 3;
    }
  }
  return sum + 10 * Math.floor(Math.abs((dark / (size * size)) * 20 - 10));
}
