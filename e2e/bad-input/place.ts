/** Puts an input at a field's path, such as `entries[0].name`, of a copy of a valid one. */
type Container = Record<string, unknown>;

/** @param value undefined takes the field away. */
export function placeAt(valid: object, path: string, value: unknown): Container {
  const copy = structuredClone(valid) as Container;
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  const last = steps.pop() ?? "";
  const at = steps.reduce<Container>((inner, step) => inner[step] as Container, copy);
  // Assigning to `__proto__` would not make a member of that name.
  if (value === undefined) delete at[last];
  else
    Object.defineProperty(at, last, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}
