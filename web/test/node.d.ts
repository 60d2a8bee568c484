// The little of node's own modules that the tests use; Debian has no @types/node.
declare module "node:test" {
  export function test(name: string, body: () => void | Promise<void>): void;
  export function describe(name: string, body: () => void): void;
}
declare module "node:assert/strict" {
  const assert: {
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    match(text: string, pattern: RegExp, message?: string): void;
    doesNotMatch(text: string, pattern: RegExp, message?: string): void;
  };
  export default assert;
}
// The form of it that needs none of node's own modules, which a bundled test cannot reach.
declare module "react-dom/server.browser" {
  export { renderToStaticMarkup } from "react-dom/server";
}
