/**
 * Variables that a config only shows: `# TITLE = "…"` among its vars. Who sets such a name sets it
 * there, so it is a setting, though nothing declares it. Lines alone decide: comments are in no tree.
 */

interface Syntax {
  /** Where vars begin, and where they end. */
  readonly start: RegExp;
  readonly end: RegExp;
  readonly name: RegExp;
}

/** `[vars]`, `[env.staging.vars]`, also commented out as a whole; another header ends them. */
const TOML: Syntax = {
  start: /^[\s#]*\[(?:env\.[\w"'-]+\.)?vars\]\s*(?:#.*)?$/,
  end: /^\s*\[{1,2}[\w."' -]+\]{1,2}\s*(?:#.*)?$/,
  name: /^\s*#+\s*([A-Za-z_]\w*)\s*=/,
};
const JSONC: Syntax = {
  start: /^\s*"vars"\s*:\s*\{\s*(?:\/\/.*)?$/,
  end: /^\s*\}/,
  name: /^\s*\/\/\s*"([A-Za-z_]\w*)"\s*:/,
};

export function findCommentedVars(text: string, format: "toml" | "json" | "jsonc"): string[] {
  const { start, end, name } = format === "toml" ? TOML : JSONC;
  const names = new Set<string>();
  let inVars = false;
  for (const line of text.split(/\r?\n/)) {
    if (start.test(line)) inVars = true;
    else if (end.test(line)) inVars = false;
    const shown = inVars ? name.exec(line)?.[1] : undefined;
    if (shown) names.add(shown);
  }
  return [...names];
}
