export namespace JSX {
  type Element = string | Promise<string>;
  interface IntrinsicElements {
    [tag: string]: object;
  }
}
export function jsx(tag: unknown, props: object): JSX.Element;
export const jsxs: typeof jsx;
export const Fragment: unknown;
