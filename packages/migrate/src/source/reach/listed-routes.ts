/**
 * Routes that a file lists: `app/routes.ts` of React Router 7, with `route`, `index`, `layout` and
 * `prefix`. Paths and files have to stand there as texts; what a function makes of folders
 * (`flatRoutes`) is in `file-routes.ts`.
 */
import ts from "typescript";

/** Of each file that is listed, relative to the folder of `routes.ts`, the first path that it serves. */
export type ListedRoutes = ReadonlyMap<string, string>;

/** @returns undefined where the file lists none by itself. */
export function findListedRoutes(file: ts.SourceFile): ListedRoutes | undefined {
  const found = new Map<string, string>();
  const add = (module: string | undefined, path: string) => {
    const name = module?.replace(/^\.\//, "");
    if (name !== undefined && !found.has(name)) found.set(name, path);
  };
  const visit = (node: ts.Node, above: string): void => {
    const listed = ts.isCallExpression(node) ? readCall(node, above) : undefined;
    if (listed) add(listed.module, listed.path);
    ts.forEachChild(node, (child) => visit(child, listed?.below ?? above));
  };
  visit(file, "");
  return found.size > 0 ? found : undefined;
}

interface Listed {
  readonly module: string | undefined;
  readonly path: string;
  /** The path that what is listed within begins with. */
  readonly below: string;
}

function readCall({ expression, arguments: given }: ts.CallExpression, above: string) {
  if (!ts.isIdentifier(expression)) return undefined;
  const [first, second] = given.map(textOf);
  const path = first === undefined ? above : join(above, first);
  const root = (one: string) => (one === "" ? "/" : one);
  const listed: Readonly<Record<string, Listed>> = {
    route: { module: second, path: root(path), below: path },
    index: { module: first, path: root(above), below: above },
    // Its loader runs with whatever is within.
    layout: { module: first, path: `${above}/*`, below: above },
    prefix: { module: undefined, path: root(path), below: path },
  };
  return Object.hasOwn(listed, expression.text) ? listed[expression.text] : undefined;
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function join(above: string, path: string): string {
  const own = path.replace(/^\/|\/$/g, "");
  return own === "" ? above : `${above}/${own}`;
}
