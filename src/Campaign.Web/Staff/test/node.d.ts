declare module "node:test" {
  export function test(name: string, body: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  export function equal(found: unknown, expected: unknown, message?: string): void;
  export function deepEqual(found: unknown, expected: unknown, message?: string): void;
  export function ok(holds: unknown, message?: string): asserts holds;
}
