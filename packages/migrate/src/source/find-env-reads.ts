/**
 * Finds what the files of a program read of the Worker's environment: single members by name, and
 * uses of the whole that are left alone. Reads the tree and asks `env-oracle.ts`; decides nothing
 * about secrets.
 */
import ts from "typescript";
import { findAccessorCalls } from "./accessors.ts";
import { mayReadEnv, ownSourceFiles } from "./candidates.ts";
import { elementName } from "./declared-shape.ts";
import { EnvOracle } from "./env-oracle.ts";
import { overlayAt } from "./env-overlays.ts";
import type { EnvOverlay, EnvRead, EnvReads, EnvTaking, EnvWhole, EnvWrite } from "./env-read.ts";
import { findWholeUse } from "./env-whole.ts";
import { keyNames } from "./literal-names.ts";
import type { Origin } from "./origin.ts";
import { runsElsewhere } from "./other-services.ts";
import { isMadeBySchema } from "./parsed-copy.ts";
import { isWriteTarget, placeOf, propertyNameText } from "./syntax.ts";

export interface FindEnvReadsOptions {
  readonly program: ts.Program;
  /** Of the repository, absolute, with `/` and none at the end: places are relative to it. */
  readonly root: string;
  /** Which of the program's own files are looked at; all of them where it is left out. */
  readonly include?: (file: ts.SourceFile) => boolean;
  /** Whose reads are asked for; of other files only what makes a function an accessor is found. */
  readonly isAsked?: (file: ts.SourceFile) => boolean;
  /** Made for the program by `createEnvOracle`, for whoever asks it for more. */
  readonly oracle?: EnvOracle;
}

/** The oracle for all of a program's own files. */
export function createEnvOracle(program: ts.Program): EnvOracle {
  const own = ownSourceFiles(program);
  const candidates = own.filter((file) => mayReadEnv(file.text));
  return new EnvOracle(program.getTypeChecker(), { candidates, own });
}

export function findEnvReads({
  program,
  root,
  include,
  isAsked = () => true,
  oracle = createEnvOracle(program),
}: FindEnvReadsOptions): EnvReads {
  const all = ownSourceFiles(program);
  const isElsewhere = runsElsewhere(all, root);
  const own = all.filter((file) => (!include || include(file)) && !isElsewhere(file));
  const checker = program.getTypeChecker();
  const names = oracle.types.namesByUse;
  const collector = new Collector(oracle, checker, root);
  for (const file of own) {
    if (file.isDeclarationFile || !mayReadEnv(file.text, names)) continue;
    if (isAsked(file)) collector.walk(file);
    else collector.walkKeys(file);
  }
  const accessors = findAccessorCalls({ files: own, keys: collector.keys, checker, root });
  return {
    reads: [...collector.reads, ...accessors].sort(byPlace),
    wholes: collector.wholes.sort(byPlace),
    writes: collector.writes,
    overlays: collector.overlays,
  };
}

class Collector {
  readonly reads: EnvRead[] = [];
  readonly wholes: EnvWhole[] = [];
  readonly writes: EnvWrite[] = [];
  readonly overlays: EnvOverlay[] = [];
  readonly #oracle: EnvOracle;
  readonly #checker: ts.TypeChecker;
  readonly #root: string;

  constructor(oracle: EnvOracle, checker: ts.TypeChecker, root: string) {
    this.#oracle = oracle;
    this.#checker = checker;
    this.#root = root;
  }

  /** Of `env[key]`, where nothing says that it is one name. */
  get keys(): readonly ts.Expression[] {
    return this.wholes.flatMap(({ kind, node }) =>
      kind === "dynamic-key" && ts.isElementAccessExpression(node) ? [node.argumentExpression] : [],
    );
  }

  walk(file: ts.SourceFile): void {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
      this.#look(node, file);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  /** Only `env[name]`, of which a function is an accessor whoever calls it, and what puts values in place. */
  walkKeys(file: ts.SourceFile): void {
    const visit = (node: ts.Node): void => {
      if (ts.isElementAccessExpression(node)) this.#element(node, file);
      this.#overlay(node);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  #look(node: ts.Node, file: ts.SourceFile): void {
    if (ts.isPropertyAccessExpression(node)) this.#property(node, file);
    else if (ts.isElementAccessExpression(node)) this.#element(node, file);
    else if (ts.isObjectBindingPattern(node)) this.#pattern(node, file);
    else if (ts.isBinaryExpression(node)) this.#binary(node, file);
    this.#overlay(node);
    const use = findWholeUse(node, this.#oracle, this.#checker);
    if (use) this.#whole({ ...use, node, file });
  }

  #overlay(node: ts.Node): void {
    const found = overlayAt(node, this.#oracle, this.#checker);
    if (found) this.overlays.push(found);
  }

  #property(node: ts.PropertyAccessExpression, file: ts.SourceFile): void {
    const origin = this.#envOf(node.expression);
    if (!origin || isWriteTarget(node) || !ts.isIdentifier(node.name)) return;
    const taking = node.questionDotToken ? "optional-chain" : "property";
    this.#read({ name: node.name.text, taking, node, env: node.expression, origin, file });
  }

  #element(node: ts.ElementAccessExpression, file: ts.SourceFile): void {
    const origin = this.#envOf(node.expression);
    if (!origin) return;
    const { names, single } = keyNames(node.argumentExpression, this.#checker);
    if (isWriteTarget(node)) {
      const holdsBindings = origin.form !== "process-env" && !origin.holdsTexts && !origin.isCopy;
      if (!single && holdsBindings) this.writes.push({ node, names });
      return;
    }
    const [name] = names;
    const env = node.expression;
    if (single && name !== undefined) {
      this.#read({ name, taking: "element", node, env, origin, file });
    } else {
      this.#whole({ kind: "dynamic-key", node, env, origin, names, file });
    }
  }

  #pattern(node: ts.ObjectBindingPattern, file: ts.SourceFile): void {
    const origin = this.#oracle.ofPattern(node);
    if (origin?.kind !== "env") return;
    const env = ts.isVariableDeclaration(node.parent) ? (node.parent.initializer ?? node) : node;
    for (const element of node.elements) {
      const name = elementName(element);
      if (element.dotDotDotToken || name === undefined) {
        const kind = element.dotDotDotToken ? "spread" : "dynamic-key";
        this.#whole({ kind, node: element, env, origin, names: [], file });
      } else {
        this.#read({ name, taking: "destructured", node: element, env, origin, file });
      }
    }
  }

  /** `({ K: key } = env)`. */
  #assignment(node: ts.BinaryExpression, file: ts.SourceFile): void {
    const pattern = node.left;
    if (!ts.isObjectLiteralExpression(pattern)) return;
    const env = node.right;
    const origin = this.#envOf(env);
    if (!origin) return;
    for (const element of pattern.properties) {
      const name = element.name && propertyNameText(element.name);
      if (ts.isSpreadAssignment(element) || name === undefined) {
        const kind = ts.isSpreadAssignment(element) ? "spread" : "dynamic-key";
        this.#whole({ kind, node: element, env, origin, names: [], file });
      } else {
        this.#read({ name, taking: "destructured", node: element, env, origin, file });
      }
    }
  }

  #binary(node: ts.BinaryExpression, file: ts.SourceFile): void {
    if (node.operatorToken.kind === ts.SyntaxKind.EqualsToken) this.#assignment(node, file);
    if (node.operatorToken.kind !== ts.SyntaxKind.InKeyword) return;
    const origin = this.#envOf(node.right);
    if (!origin || ts.isPrivateIdentifier(node.left)) return;
    const { names, single } = keyNames(node.left, this.#checker);
    const [name] = names;
    const env = node.right;
    if (single && name !== undefined) {
      this.#read({ name, taking: "presence", node, env, origin, file });
    } else {
      this.#whole({ kind: "dynamic-key", node, env, origin, names, file });
    }
  }

  #envOf(node: ts.Expression): Origin | undefined {
    const origin = this.#oracle.ofExpression(node);
    return origin?.kind === "env" ? origin : undefined;
  }

  #read(found: {
    name: string;
    taking: EnvTaking;
    node: ts.Node;
    env: ts.Node;
    origin: Origin;
    file: ts.SourceFile;
  }): void {
    const { name, taking, node, env, origin, file } = found;
    const { form, evidence } = origin;
    const place = placeOf(node, file, this.#root);
    const isCopy =
      origin.isCopy || (form === "wrapped-env" && isMadeBySchema(this.#checker, env, name));
    const copy = {
      ...(isCopy && ({ isCopy } as const)),
      ...(origin.holdsTexts && { holdsTexts: origin.holdsTexts }),
    };
    this.reads.push({ name, form, taking, place, sourceFile: file, node, env, evidence, ...copy });
  }

  #whole(found: {
    kind: EnvWhole["kind"];
    node: ts.Node;
    env: ts.Node;
    origin: Origin;
    names: readonly string[];
    file: ts.SourceFile;
  }): void {
    const { kind, node, env, origin, names, file } = found;
    const place = placeOf(node, file, this.#root);
    const texts = origin.holdsTexts && { holdsTexts: origin.holdsTexts };
    this.wholes.push({
      ...{ kind, place, sourceFile: file, node, env, form: origin.form, names },
      ...texts,
    });
  }
}

function byPlace(a: EnvRead | EnvWhole, b: EnvRead | EnvWhole): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
