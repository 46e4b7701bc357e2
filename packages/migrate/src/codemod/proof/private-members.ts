/**
 * The private members of a file's classes, without what is in their bodies. Declarations leave their
 * types out, but `object["member"]` reaches them from any file, and so do mocks.
 */
import ts from "typescript";

/** @returns a text for each class that has some, by its name; `default` where it has none. */
export function privateMembers(file: ts.SourceFile): ReadonlyMap<string, string> {
  const classes = file.statements.filter(ts.isClassDeclaration);
  return new Map(
    classes.flatMap((one): [string, string][] => {
      const texts = one.members.filter(isPrivate).map((member) => headOf(member, file));
      return texts.length > 0 ? [[one.name?.text ?? "default", texts.join("\n")]] : [];
    }),
  );
}

function isPrivate(member: ts.ClassElement): boolean {
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

function headOf(member: ts.ClassElement, file: ts.SourceFile): string {
  const { body } = member as ts.ClassElement & { readonly body?: ts.Node };
  return file.text.slice(member.getStart(file), body ? body.pos : member.end);
}
