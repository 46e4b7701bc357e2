#!/usr/bin/env node
/**
 * The command `lunakey`: hands the process over to `main` and sets the exit status. Nothing is
 * imported before the check of Node's version, so that an old Node reads the message and not a
 * syntax error.
 */
const OLDEST_NODE_MAJOR = 22;

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE_MAJOR) {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isFrench = /^fr([_.@-]|$)/i.test(LC_ALL || LC_MESSAGES || LANG || "");
  process.stderr.write(
    isFrench
      ? `lunakey a besoin de Node ${OLDEST_NODE_MAJOR} ou plus récent ; ici c'est Node ${process.versions.node}.\n` +
          "Installes-en un plus récent depuis https://nodejs.org et réessaie.\n"
      : `lunakey needs Node ${OLDEST_NODE_MAJOR} or later; this is Node ${process.versions.node}.\n` +
          "Install a newer one from https://nodejs.org and try again.\n",
  );
  process.exitCode = 1;
} else {
  const { main } = await import("./main.ts");
  const { openProcessPorts } = await import("./terminal/process-ports.ts");
  const ports = openProcessPorts(process);
  process.exitCode = await main(process.argv.slice(2), ports);
  // A pipe or terminal that was read from would keep the process alive.
  process.stdin.destroy();
}

export {};
