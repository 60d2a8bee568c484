// Words of lists that agents tell. A translation is another file of this shape.

export const recordWords = {
  leftOut: (count: number) => `${count.toLocaleString("en")} more were left out at the limits of the agents.`,
  first: (shown: number, total: number) => `The first ${shown.toLocaleString("en")} of ${total.toLocaleString("en")}.`,
  placeholder: "Filter: text, name:value, -source:test …",
  unknown: "not told",
};
