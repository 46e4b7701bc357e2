import { describe, expect, it } from "vitest";
import { diffLines, splitLines } from "../../src/edits/diff-lines.ts";
import { type FileHistory, takeBackBackward, takeBackForward } from "../../src/eject/take-back.ts";
import { listFixtures, readFixture } from "../codemod/fixture.ts";

const WAYS = { takeBackForward, takeBackBackward };
const ROUNDS = 20;

/** Every file that a fixture's migration changes, as one commit of Lunakey. */
const HISTORIES: FileHistory[] = listFixtures().flatMap((name) => {
  const { input, output } = readFixture(name);
  return [...output].flatMap(([path, moved]) => {
    const before = input.get(path);
    if (before === undefined) return [];
    return [{ path: `${name}/${path}`, first: before, steps: [{ before, moved, after: moved }] }];
  });
});

describe.each(Object.entries(WAYS))("%s", (_, takeBack) => {
  it("gives each fixture's files back as they were", () => {
    expect(HISTORIES.length).toBeGreaterThan(100);
    for (const history of HISTORIES) {
      const { moved = null } = history.steps[0] ?? {};
      expect(takeBack(history, moved)).toEqual({ text: history.first, isClean: true });
    }
  });

  it("keeps lines that people put anywhere, and nothing else", () => {
    const random = createRandom(1);
    let clean = 0;
    for (const history of HISTORIES) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const lines = splitLines(movedText(history));
        const added = [0, 1].map((index) => `// people ${round} ${index}\n`);
        for (const line of added) lines.splice(random(lines.length + 1), 0, line);
        const { text, isClean } = takeBack(history, lines.join(""));
        if (!isClean) continue;
        clean += 1;
        expect(difference(history.first ?? "", text ?? ""), history.path).toEqual(added.toSorted());
      }
    }
    expect(clean / (HISTORIES.length * ROUNDS)).toBeGreaterThan(0.95);
  });

  it("keeps a word that people changed, in lines that Lunakey moved too", () => {
    const random = createRandom(2);
    let clean = 0;
    let tried = 0;
    for (const history of HISTORIES) {
      const [moved, first] = [movedText(history), history.first ?? ""];
      const words = listCommonWords(moved, first);
      for (let round = 0; round < ROUNDS && words.length > 0; round += 1) {
        const word = words[random(words.length)] ?? "";
        const change = (text: string) =>
          text.replace(new RegExp(`\\b${word}\\b`), `${word}ByPeople`);
        const { text, isClean } = takeBack(history, change(moved));
        tried += 1;
        if (!isClean) continue;
        clean += 1;
        expect(text, history.path).toBe(change(first));
      }
    }
    expect(tried).toBeGreaterThan(1_000);
    expect(clean / tried).toBeGreaterThan(0.95);
  });

  it("leaves what people deleted deleted", () => {
    const history = HISTORIES[0] as FileHistory;
    expect(takeBack(history, null)).toEqual({ text: null, isClean: true });
  });
});

function movedText({ steps }: FileHistory): string {
  return steps.at(-1)?.moved ?? "";
}

/** Lines that were added, and those that were taken away with a minus. */
function difference(before: string, after: string): string[] {
  const [a, b] = [splitLines(before), splitLines(after)];
  return diffLines(a, b)
    .flatMap(({ aStart, aEnd, bStart, bEnd }) => [
      ...a.slice(aStart, aEnd).map((line) => `-${line}`),
      ...b.slice(bStart, bEnd),
    ])
    .toSorted();
}

/** Words that stand in both texts, once in each. */
function listCommonWords(...texts: readonly string[]): string[] {
  const once = texts.map((text) => {
    const counts = new Map<string, number>();
    for (const [word] of text.matchAll(/[A-Za-z_]{3,}/g))
      counts.set(word, (counts.get(word) ?? 0) + 1);
    return new Set([...counts].filter(([, count]) => count === 1).map(([word]) => word));
  });
  return [...(once[0] ?? [])].filter((word) => once[1]?.has(word));
}

/** The same numbers in each run: from 0, less than `end`. */
function createRandom(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}
