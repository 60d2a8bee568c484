/**
 * The last values of many series that grow in step, each in the same block of memory for as long as it lives: five thousand lists that are
 * shifted at every step would be new garbage every ten seconds. What is not known is NaN and read as null.
 */
export class Rings {
  private readonly rows = new Map<string, number>();
  private readonly free: number[] = [];
  private values = new Float32Array(0);
  /** Where the newest values stand in every row. */
  private newest = 0;

  constructor(readonly points: number) {}

  get size(): number {
    return this.rows.size;
  }

  get ids(): Iterable<string> {
    return this.rows.keys();
  }

  /** One step on: every row has a gap there until it is told its value. */
  advance(): void {
    this.newest = (this.newest + 1) % this.points;
    for (let at = this.newest; at < this.values.length; at += this.points) this.values[at] = NaN;
  }

  set(id: string, value: number | null): void {
    // First the row: it may move all values to a larger block.
    const row = this.row(id);
    this.values[row * this.points + this.newest] = value ?? NaN;
  }

  /** Oldest first; the last one stands at the present step. What was there of this series is forgotten. */
  fill(id: string, values: readonly (number | null)[]): void {
    const first = this.row(id) * this.points;
    this.values.fill(NaN, first, first + this.points);
    values.slice(-this.points).reverse().forEach((value, age) => {
      this.values[first + ((this.newest - age + this.points) % this.points)] = value ?? NaN;
    });
  }

  /** Oldest first, from the first value that is known. */
  read(id: string): (number | null)[] | undefined {
    const row = this.rows.get(id);
    if (row === undefined) return undefined;
    const values: (number | null)[] = [];
    for (let age = this.points - 1; age >= 0; age--) {
      const value = this.values[row * this.points + ((this.newest - age + this.points) % this.points)] ?? NaN;
      if (!Number.isNaN(value)) values.push(value);
      else if (values.length > 0) values.push(null);
    }
    return values;
  }

  remove(id: string): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    this.rows.delete(id);
    this.values.fill(NaN, row * this.points, (row + 1) * this.points);
    this.free.push(row);
  }

  private row(id: string): number {
    const known = this.rows.get(id);
    if (known !== undefined) return known;
    const row = this.free.pop() ?? this.rows.size;
    this.rows.set(id, row);
    if ((row + 1) * this.points > this.values.length) this.grow(row + 1);
    return row;
  }

  private grow(rows: number): void {
    const larger = new Float32Array(Math.max(16, rows, (this.values.length / this.points) * 2) * this.points).fill(NaN);
    larger.set(this.values);
    this.values = larger;
  }
}
