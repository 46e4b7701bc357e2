/** The words of `lunakey scan` around its findings: headings, legends, counts. */
import type { ScanFinding, ScanReport } from "@lunakey/contract";
import { type Catalogue, countWords } from "../language.ts";

type Severity = ScanFinding["severity"];
type Choice = ScanReport["verdict"]["choice"];

export interface ScanWords {
  readonly secret: string;
  readonly reads: string;
  readonly inSync: string;
  readonly noEntry: string;
  readonly noSecrets: string;
  readonly noWorkers: string;
  readonly legend: Readonly<Record<CellState, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly choice: Readonly<Record<Choice, string>>;
  readonly verdict: string;
  readonly verdictIs: (choice: string) => string;
  readonly findings: string;
  readonly noFindings: string;
  readonly problems: string;
  readonly readsHeading: string;
  readonly place: string;
  readonly code: string;
  readonly reaches: string;
  readonly sync: string;
  readonly async: string;
  readonly moduleLevel: string;
  readonly byShape: string;
  readonly configuration: string;
  readonly files: (count: number) => string;
  /** Of a Worker that is another's code, deployed under a name of its own. */
  readonly sameCode: (worker: string) => string;
  readonly more: (count: number) => string;
  readonly summary: (workers: number, secrets: number, reads: number) => string;
  readonly written: (path: string) => string;
  /** `worker` is null while files are listed, and while findings are looked for. */
  readonly progress: (worker: string | null, done: number, total: number) => string;
  readonly title: (root: string) => string;
  readonly showAll: string;
  readonly clickHint: string;
  readonly matrix: string;
  readonly noValues: string;
  readonly wholeEnv: string;
  readonly worker: string;
  readonly why: string;
  readonly fix: string;
}

/** What a repository says of one name in one environment. */
export type CellState = "store" | "required" | "dev" | "vars" | "unsaid" | "unread";

const en: ScanWords = {
  secret: "SECRET",
  reads: "READS",
  inSync: "SYNC",
  noEntry: "no entry",
  noSecrets: "No secrets are read or declared here.",
  noWorkers: "No wrangler config was found here.",
  legend: {
    store: "bound to a store",
    required: "in secrets.required",
    dev: "in .dev.vars",
    vars: "plain, in [vars]",
    unsaid: "read; nothing here declares that it is set",
    unread: "not read",
  },
  severity: { high: "Mend first", medium: "Mend", low: "Know" },
  choice: { keep: "keep", fix: "fix", move: "move" },
  verdict: "Verdict",
  verdictIs: (choice) => `Verdict: ${choice}`,
  findings: "Findings",
  noFindings: "Nothing to mend.",
  problems: "Not understood in full",
  readsHeading: "Reads",
  place: "PLACE",
  code: "CODE",
  reaches: "RUN BY",
  sync: "sync",
  async: "async",
  moduleLevel: "module level",
  byShape: "by shape, types are missing",
  configuration: "looks like configuration",
  files: (count) => countWords("en", count, "file", "files"),
  sameCode: (worker) => `the code of ${worker}`,
  more: (count) => `and ${countWords("en", count, "file", "files")} more (--json has all)`,
  summary: (workers, secrets, reads) =>
    `${countWords("en", workers, "Worker", "Workers")}, ${countWords("en", secrets, "secret", "secrets")}, ${countWords("en", reads, "read", "reads")}`,
  written: (path) => `Written: ${path}`,
  progress: (worker, done, total) =>
    worker === null ? "looking" : `reading ${worker} (${done + 1} of ${total})`,
  title: (root) => `Secrets of ${root}`,
  showAll: "Show all reads",
  clickHint: "Click a cell to see its reads alone.",
  matrix: "Who reads what",
  noValues: "This page holds names, places and code; values are masked.",
  wholeEnv: "Whole environment",
  worker: "Worker",
  why: "Why it counts as a secret",
  fix: "What to do",
};

const fr: ScanWords = {
  secret: "SECRET",
  reads: "LECTURES",
  inSync: "SYNC",
  noEntry: "sans point d'entrée",
  noSecrets: "Aucun secret n'est lu ou déclaré ici.",
  noWorkers: "Aucune configuration wrangler trouvée ici.",
  legend: {
    store: "lié à un Secrets Store",
    required: "dans secrets.required",
    dev: "dans .dev.vars",
    vars: "en clair, dans [vars]",
    unsaid: "lu ; rien ici ne déclare qu'il est défini",
    unread: "pas lu",
  },
  severity: { high: "À corriger d'abord", medium: "À corriger", low: "À savoir" },
  choice: { keep: "garder", fix: "corriger", move: "migrer" },
  verdict: "Verdict",
  verdictIs: (choice) => `Verdict : ${choice}`,
  findings: "Constats",
  noFindings: "Rien à corriger.",
  problems: "Pas compris en entier",
  readsHeading: "Lectures",
  place: "ENDROIT",
  code: "CODE",
  reaches: "LANCÉ PAR",
  sync: "sync",
  async: "async",
  moduleLevel: "niveau module",
  byShape: "d'après la forme, les types manquent",
  configuration: "ressemble à de la configuration",
  files: (count) => countWords("fr", count, "fichier", "fichiers"),
  sameCode: (worker) => `le code de ${worker}`,
  more: (count) =>
    `et ${countWords("fr", count, "autre fichier", "autres fichiers")} (--json a tout)`,
  summary: (workers, secrets, reads) =>
    `${countWords("fr", workers, "Worker", "Workers")}, ${countWords("fr", secrets, "secret", "secrets")}, ${countWords("fr", reads, "lecture", "lectures")}`,
  written: (path) => `Écrit : ${path}`,
  progress: (worker, done, total) =>
    worker === null ? "je regarde" : `je lis ${worker} (${done + 1} sur ${total})`,
  title: (root) => `Les secrets de ${root}`,
  showAll: "Montrer toutes les lectures",
  clickHint: "Clique sur une case pour ne voir que ses lectures.",
  matrix: "Qui lit quoi",
  noValues: "Cette page contient des noms, des endroits et du code ; les valeurs sont masquées.",
  wholeEnv: "Environnement entier",
  worker: "Worker",
  why: "Pourquoi il compte comme secret",
  fix: "Que faire",
};

export const SCAN_WORDS: Catalogue<ScanWords> = { en, fr };
