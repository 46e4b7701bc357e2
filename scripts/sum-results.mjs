/**
 * Adds up what the runners counted and prints `N passed, N failed`. Plain JavaScript, since CI calls
 * it with whatever Node the machine has. A runner that left no result counts as one failure.
 */
import { readFileSync } from "node:fs";

let passed = 0;
let failed = 0;
for (const path of process.argv.slice(2)) {
  try {
    const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(path, "utf8"));
    passed += numPassedTests;
    failed += numFailedTests;
    // A run can fail without a failed test: an error in a hook, an unhandled rejection.
    if (!success && numFailedTests === 0) failed += 1;
  } catch {
    // Not written, or only in part: the runner did not come to its end.
    failed += 1;
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
