import { describeRoutes } from "./routes.ts";

describeRoutes(
  "the Workers as they were, with individual secrets",
  { tree: "examples", individual: true, inStore: "nothing" },
  { configured: true },
);

describeRoutes(
  "the migrated Workers, from the store alone",
  { tree: "golden", individual: false, inStore: "values" },
  { configured: true, source: "store", version: 1 },
);

describeRoutes(
  "the migrated Workers, while the store has no values yet",
  { tree: "golden", individual: true, inStore: "grants" },
  { configured: true, source: "individual", version: null },
);
