/** `lunakey doctor` */
import type { CommandSpec } from "../command-spec.ts";

export const doctorCommand: CommandSpec = {
  name: "doctor",
  summary: "Look at this machine, the repository's files, the account and the store's address",
  description: [
    "Versions, sign-in, which of Cloudflare's permissions is missing, traces and logs left on, who may read the files with keys, what git follows, clock and token.",
    "Each line ends with what to type.",
    "Writes nothing.",
    "Exit status 1 where something fails.",
  ],
  arguments: [
    { name: "DIR", summary: "folder of the repository; this one if left out", optional: true },
  ],
  options: [{ flags: "--offline", summary: "ask neither the account nor the store" }],
  examples: [
    ["lunakey doctor", "everything"],
    ["lunakey doctor --offline", "files and versions only"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/doctor.ts")).doctor(session, input),
};
