/** Random functions of every form that code which reads a secret has, and how each is called. */

import {
  constructorOfNarrowCaller,
  constructorOfSettings,
  constructorWithOwnSettings,
  contextConstructor,
  keepingConstructor,
} from "./constructor-forms.ts";
import type { Form } from "./form.ts";
import {
  arrow,
  asyncFunction,
  check,
  curried,
  declaration,
  defaultParameter,
  destructuredParameter,
  generator,
  generic,
  importedEnv,
  inferred,
  ofContext,
  overloaded,
  recursive,
} from "./function-forms.ts";
import { component, FURTHER_FORMS, javascript } from "./further-forms.ts";
import { KEPT_ELSEWHERE } from "./kept-elsewhere-forms.ts";
import { keptInMember, keptOfConstructor, keptOfHelper, keptText } from "./kept-forms.ts";
import { MAKER_FORMS } from "./maker-forms.ts";
import {
  constructed,
  derived,
  fieldInitialiser,
  getter,
  method,
  objectMethod,
  ofInterface,
  ofList,
  ofTable,
  staticMethod,
} from "./member-forms.ts";
import { PLATFORM_FORMS } from "./platform-forms.ts";
import { type Callable, fresh, type Kind, type Scope } from "./scope.ts";
import {
  claim,
  memoised,
  memoisedGetter,
  memoisedInMap,
  memoisedUnderCondition,
  ofCheckedConstant,
  ofConstant,
  setter,
} from "./state-forms.ts";
import { OTHER_FORMS } from "./write-other-function.ts";

export interface WrittenFunction {
  readonly lines: readonly string[];
  readonly callable: Callable;
}

const KINDS: readonly Kind[] = ["S", "B", "L", "V", "R", "O"];

/** A function of the module's level in the scope's file. */
export function writeFunction(scope: Scope): WrittenFunction {
  const kind = scope.choices.of(KINDS);
  const form = scope.choices.of(formsOf(scope, kind));
  const name = fresh(scope, "f");
  const { lines, exported = name, write, isAsync = false, ...other } = form(scope, kind, name);
  const known = { kind: other.kind ?? kind, name: exported, file: scope.file };
  const callable = { ...known, write, isAsync };
  return { lines, callable };
}

function formsOf({ file }: Scope, kind: Kind): readonly Form[] {
  if (file.endsWith(".js")) return [javascript];
  if (file.endsWith(".tsx")) return [component];
  return kind === "V" ? FORMS_OF_NOTHING : FORMS;
}

const FORMS: readonly Form[] = [
  declaration,
  inferred,
  arrow,
  memoised,
  method,
  objectMethod,
  curried,
  staticMethod,
  ofInterface,
  ofTable,
  generic,
  overloaded,
  destructuredParameter,
  getter,
  constructed,
  defaultParameter,
  asyncFunction,
  recursive,
  memoisedInMap,
  memoisedGetter,
  derived,
  fieldInitialiser,
  generator,
  importedEnv,
  ofContext,
  ofList,
  claim,
  ofCheckedConstant,
  ofConstant,
  ...OTHER_FORMS,
  contextConstructor,
  keepingConstructor,
  constructorOfNarrowCaller,
  constructorOfSettings,
  constructorWithOwnSettings,
  memoisedUnderCondition,
  keptOfHelper,
  keptOfConstructor,
  keptText,
  keptInMember,
  ...FURTHER_FORMS,
  ...KEPT_ELSEWHERE,
  ...PLATFORM_FORMS,
  ...MAKER_FORMS,
];

const FORMS_OF_NOTHING: readonly Form[] = [
  check,
  declaration,
  inferred,
  setter,
  method,
  curried,
  asyncFunction,
  recursive,
  derived,
];
