/** Takes one member of a type out, with its line, and with the remark above that was for it alone. */
import type ts from "typescript";
import type { TextEdit } from "../edits/text-edit.ts";

/** @param takesRemark whether everything that a remark directly above is about goes. */
export function memberEdit(
  file: ts.SourceFile,
  member: ts.TypeElement,
  takesRemark: boolean,
): TextEdit {
  const { text } = file;
  const own = member.getStart(file);
  const start = text.lastIndexOf("\n", own - 1) + 1;
  const rest = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\r?\n/.exec(text.slice(member.end));
  // With others on one line.
  if (text.slice(start, own).trim() !== "" || rest === null) {
    return { start: own, end: member.end, text: "" };
  }
  const end = member.end + rest[0].length;
  return { start: takesRemark ? remarkStart(text, start) : start, end, text: "" };
}

/** Members one below the other, with neither an empty line nor a remark between: a remark is about all. */
export function groupMembers(
  file: ts.SourceFile,
  members: readonly ts.TypeElement[],
): ts.TypeElement[][] {
  const groups: ts.TypeElement[][] = [];
  for (const member of members) {
    const last = groups.at(-1)?.at(-1);
    const between = last && file.text.slice(last.end, member.getStart(file));
    // What stands behind the last one on its line is its own.
    const isNext = between !== undefined && /^[^\n]*\n[ \t]*$/.test(between);
    if (isNext) groups.at(-1)?.push(member);
    else groups.push([member]);
  }
  return groups;
}

/** Where the remark directly above begins, with one empty line before it: there is one behind too. */
function remarkStart(text: string, start: number): number {
  // `$` would be the end of any line.
  const remark =
    /(?:^[ \t]*\r?\n)?(?:^[ \t]*\/\/[^\n]*\n|^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\r?\n)*(?![\s\S])/m.exec(
      text.slice(0, start),
    );
  return remark?.index ?? start;
}
