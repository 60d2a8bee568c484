/** `1 row`, `5,000 rows`. */
export const plural = (count: number, one: string, many: string): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
