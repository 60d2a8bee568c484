/** Lets so many through at a time; the others wait, in the order in which they came. */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async through<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.inside < this.most) this.inside += 1;
    else await new Promise<void>((enter) => this.waiting.push(enter));
    try {
      return await work();
    } finally {
      // Who leaves gives the place away, so that nobody who came later takes it.
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
