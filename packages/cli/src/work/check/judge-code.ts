/** What code and files say: wrong uses of a store's binding, an old helper, types that lack a binding. */
import {
  type Disk,
  type FindingCode,
  type Inventory,
  type InventoryWhole,
  isHelperText,
  type Place,
  type Problem,
} from "@lunakey/migrate";
import { readHelperText } from "../../files/helper-file.ts";
import { lunakeyCommand, quote } from "../../output/deployed-commands.ts";
import { findHelper, placeOf } from "../../repository/helper-place.ts";
import { identifyHelper } from "../../repository/helper-version.ts";
import type { CheckIssue, Findings, ScanIssue, Severity, Unchecked } from "./check-finding.ts";
import type { CheckTarget } from "./targets.ts";

/** Of a scan's findings, those that say whether a secret will be there. */
const GATED: Readonly<Partial<Record<FindingCode, Severity>>> = {
  unsafe_store_binding: "high",
  store_property: "high",
  store_binding_as_string: "high",
  store_binding_same_name: "high",
  store_binding_required: "high",
  store_binding_process_env: "high",
  props_need_wrangler: "high",
  var_and_secret: "high",
  // Where only some environments are bound yet, the others go on as they were.
  environment_inherits_nothing: "low",
  store_binding_hides_dev_vars: "low",
};
/** What keeps a config or code from being looked at. */
const UNREADABLE: readonly Problem["code"][] = [
  "config_syntax",
  "config_shape",
  "source_syntax",
  "unreadable",
  "too_large",
  "no_entry",
];

/** The scan's own findings about these targets. */
export function listScanIssues(
  { findings }: Inventory,
  targets: readonly CheckTarget[],
): ScanIssue[] {
  return findings.flatMap((finding): ScanIssue[] => {
    const severity = GATED[finding.code];
    const own = targets.filter(
      ({ config, environment }) =>
        finding.workers.includes(config.path) &&
        (finding.environments.length === 0 || finding.environments.includes(environment.name)),
    );
    if (severity === undefined || own.length === 0) return [];
    const environments =
      finding.environments.length === 0 ? [] : own.map(({ environment }) => environment.name);
    const workers = [...new Set(own.map(({ worker }) => worker))];
    return [
      { finding: { ...finding, environments: [...new Set(environments)] }, severity, workers },
    ];
  });
}

/** Copies of the helper, each once, and what nobody could read. */
export async function judgeFiles(
  disk: Disk,
  inventory: Inventory,
  targets: readonly CheckTarget[],
): Promise<Findings> {
  const workers = [...new Map(targets.map((each) => [each.config.path, each])).values()];
  const issues = workers.flatMap((target) => judgeTypes(target, inventory, targets));
  const helpers = await judgeHelpers(disk, workers);
  return {
    issues: [...helpers.issues, ...issues],
    unchecked: [
      ...helpers.unchecked,
      ...listOpen(disk, inventory, workers),
      ...listUnreadable(inventory),
    ],
  };
}

async function judgeHelpers(disk: Disk, workers: readonly CheckTarget[]): Promise<Findings> {
  const copies = new Map(
    workers.flatMap((target) => {
      const { path, text } = findHelper(disk, placeOf(target.config));
      return text !== null && isHelperText(text) ? [[path, { target, text }] as const] : [];
    }),
  );
  if (copies.size === 0) return { issues: [], unchecked: [] };
  const current = await readHelperText().catch(() => null);
  if (current === null) {
    const names = [...copies.keys()];
    return { issues: [], unchecked: [{ ...NOBODY, code: "helper_unknown", names }] };
  }
  const issues = [...copies]
    .filter(([, { text }]) => identifyHelper(text, current)?.isCurrent !== true)
    .map(
      ([file, { target }]): CheckIssue => ({
        code: "helper_differs",
        severity: "medium",
        names: [],
        workers: [target.worker],
        environments: [],
        places: [{ file, line: 1, column: 1 }],
        commands: [
          `${lunakeyCommand()} helper --update --dry-run`,
          `${lunakeyCommand()} helper --update`,
        ],
        detail: null,
      }),
    );
  return { issues, unchecked: [] };
}

const NOBODY = { names: [], workers: [], environments: [], commands: [], detail: null } as const;

/** Types that `wrangler types` made before the binding was there. */
function judgeTypes(
  { config, worker }: CheckTarget,
  inventory: Inventory,
  targets: readonly CheckTarget[],
): CheckIssue[] {
  const own = targets.filter((each) => each.config === config);
  const bound = new Set(
    own.flatMap(({ service, native }) => [
      ...(service === null ? [] : [service.name]),
      ...[...native.values()].map(({ name }) => name),
    ]),
  );
  const types = inventory.workers
    .find((each) => each.config === config.path)
    ?.envTypes.filter(({ generated }) => generated);
  const [first] = types ?? [];
  if (first === undefined || types === undefined) return [];
  const known = new Set(types.flatMap(({ members }) => members.map(({ name }) => name)));
  const names = [...bound].filter((name) => !known.has(name));
  if (names.length === 0) return [];
  const place: Place = first.place;
  return [
    {
      code: "types_stale",
      severity: "medium",
      names,
      workers: [worker],
      environments: [],
      places: [place],
      commands: [`npx wrangler types -c ${quote(config.path)}`],
      detail: null,
    },
  ];
}

/** What reads names that nobody can tell from the code: each with where it does. */
const OPEN_KINDS: Readonly<Partial<Record<InventoryWhole["kind"], Unchecked["code"]>>> = {
  "dynamic-key": "dynamic_names",
  "passed-to-library": "whole_environment",
  "schema-parse": "whole_environment",
};

/** Outside of the helper itself. */
function listOpen(disk: Disk, { wholes }: Inventory, workers: readonly CheckTarget[]): Unchecked[] {
  const isHelperFile = createHelperTest(disk, workers);
  const open = wholes.flatMap(({ kind, names, place, workers: configs }) => {
    const code = OPEN_KINDS[kind];
    const isKnown = names.length > 0 || isHelperFile(place.file);
    return code === undefined || isKnown ? [] : [{ code, configs, place }];
  });
  return workers.flatMap(({ config, worker }) => {
    const own = open.filter(({ configs }) => configs.includes(config.path));
    const groups = Map.groupBy(own, ({ code }) => code);
    return [...groups].map(([code, group]): Unchecked => {
      const places = new Set(group.map(({ place }) => `${place.file}:${place.line}`));
      return { ...NOBODY, code, names: [...places], workers: [worker] };
    });
  });
}

/** @returns whether a file is a copy of the helper. */
export function createHelperTest(
  disk: Disk,
  workers: readonly CheckTarget[],
): (file: string) => boolean {
  const files = new Set(
    workers.flatMap(({ config }) => {
      const { path, text } = findHelper(disk, placeOf(config));
      return text !== null && isHelperText(text) ? [path] : [];
    }),
  );
  return (file) => files.has(file);
}

function listUnreadable({ problems }: Inventory): Unchecked[] {
  const own = problems.filter(({ code }) => UNREADABLE.includes(code));
  return own.map(({ code, place }) => ({
    ...NOBODY,
    code: "unreadable",
    names: [`${place.file}:${place.line}`],
    detail: code,
  }));
}
