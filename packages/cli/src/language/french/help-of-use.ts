/** Help of the commands that look, move and set, in French; by the English sentence. */
export const HELP_OF_USE = {
  "See which Worker reads which secret, what to mend, and whether to move":
    "Voir quel Worker lit quel secret, quoi corriger, et s'il faut migrer",
  "folder of the repository; this one if left out":
    "dossier du dépôt ; celui-ci si tu n'en donnes pas",
  "list every read with its line of code too": "liste aussi chaque lecture avec sa ligne de code",
  "write it as one page to look at, too": "l'écrit aussi en une page à regarder",
  "this repository": "ce dépôt",
  "another one, as a page too": "un autre, en page aussi",
  "for a program": "pour un programme",
  "Bind Workers to the store, in their wrangler configs; staging first":
    "Lier des Workers au store, dans leur configuration wrangler ; staging d'abord",
  "environment: staging first; default is the top level":
    "environnement : staging d'abord ; default est le niveau principal",
  "one Worker, by name or its config's path; all of the repository where not given":
    "un Worker, par son nom ou le chemin de sa configuration ; tous ceux du dépôt sans l'option",
  "one Worker; all of the repository where not given":
    "un seul Worker ; tous ceux du dépôt si tu n'en donnes pas",
  "service (through the gateway; the default), native (Cloudflare's binding per name), synced":
    "service (par la passerelle ; par défaut), native (un binding de Cloudflare par nom), synced",
  "make the environment where a Worker lacks it": "crée l'environnement là où un Worker ne l'a pas",
  "production although the store has served no staging":
    "la production, bien que le store n'ait servi aucun staging",
  "without asking the account whether the gateway is deployed":
    "sans demander au compte si la passerelle est déployée",
  "write although there are changes that are not committed":
    "écrit malgré des changements non commités",
  "show the change, and write nothing": "montre le changement, et n'écrit rien",
  "take the last bind back": "défait le dernier bind",
  "do not ask": "ne demande rien",
  "shows, asks, writes": "montre, demande, écrit",
  "what a new environment would look like": "à quoi ressemblerait un nouvel environnement",
  "takes the last one back": "défait le dernier",
  "Move reads of secrets to the helper, one route at a time, with proof":
    "Passer les lectures de secrets au helper, une route à la fois, avec preuve",
  "only what this route reaches, such as /billing/checkout":
    "seulement ce que cette route atteint, par exemple /billing/checkout",
  "only reads in this file": "seulement les lectures de ce fichier",
  "leave the reads of these names, such as settings, as they are":
    "laisser telles quelles les lectures de ces noms, des réglages par exemple",
  "one Worker but for a setting": "un Worker, sauf un réglage",
  "put a TODO(lunakey) comment over each read that is left":
    "mettre un commentaire TODO(lunakey) au-dessus de chaque lecture laissée",
  "import @lunakey/runtime, in place of src/secrets.ts":
    "importe @lunakey/runtime, au lieu de src/secrets.ts",
  "exit status 1 where something is left to move; writes nothing":
    "statut de sortie 1 s'il reste à migrer ; n'écrit rien",
  "take the last migrate back": "défait le dernier migrate",
  "shows what one route takes": "montre ce que demande une route",
  "Check, renew or complete the Workers' copies of the helper, src/secrets.ts":
    "Vérifier, renouveler ou compléter les copies du helper dans les Workers, src/secrets.ts",
  "exit status 1 where a copy is not this lunakey's":
    "statut de sortie 1 si une copie n'est pas celle de ce lunakey",
  "with --update: also over copies that were edited by hand":
    "avec --update : aussi par-dessus les copies modifiées à la main",
  "write this lunakey's helper over the copies":
    "écrit le helper de ce lunakey par-dessus les copies",
  "reports, verify or client": "reports, verify ou client",
  "take the last --update or --add back": "défait le dernier --update ou --add",
  "show what would change, and write nothing": "montre ce qui changerait, et n'écrit rien",
  "the lines that let a Worker compare and report":
    "les lignes qui font comparer et rapporter un Worker",
  "in CI, for example": "en CI, par exemple",
  "shows what a newer helper changes": "montre ce que change un helper plus récent",
  "Fail where a secret that the code reads would not be there; for CI, before a deploy":
    "Échouer si un secret que le code lit allait manquer ; pour la CI, avant un déploiement",
  "one environment; all where not given": "un seul environnement ; tous si tu n'en donnes pas",
  "ask neither the store nor the account": "n'interroge ni le store ni le compte",
  "annotations for GitHub Actions; by itself where those run it":
    "des annotations pour GitHub Actions ; d'office quand c'est là qu'il tourne",
  "before a deploy": "avant un déploiement",
  "where no store can be reached": "là où aucun store n'est joignable",
  "Look at this machine, the repository's files, the account and the store's address":
    "Regarder cette machine, les fichiers du dépôt, le compte et l'adresse du store",
  "ask neither the account nor the store": "n'interroge ni le compte ni le store",
  everything: "tout",
  "files and versions only": "les fichiers et les versions seulement",
  "Run a local store for your own wrangler dev":
    "Lancer un store local pour ton propre wrangler dev",
  "run this with the store, and end with it": "lance ceci avec le store, et s'arrête avec lui",
  "port of the admin Worker; 8790 where not given":
    "port du Worker admin ; 8790 si tu n'en donnes pas",
  "where the data is kept": "où les données sont gardées",
  "id of the store; else that of lunakey.jsonc":
    "identifiant du store ; sinon celui de lunakey.jsonc",
  "where values live: vault, or cloudflare": "où vivent les valeurs : vault, ou cloudflare",
  "with cloudflare: whose values they are; or all":
    "avec cloudflare : à quel environnement sont les valeurs ; ou all",
  "runs until Ctrl-C": "tourne jusqu'à Ctrl-C",
  "runs the store and wrangler together": "lance le store et wrangler ensemble",
  "on wrangler's local Secrets Store": "sur le Secrets Store local de wrangler",
  "Set a secret's value": "Définir la valeur d'un secret",
  "name of the secret": "nom du secret",
  "environment: default (a config's top level), staging, production, …, or all":
    "environnement : default (le niveau principal d'une configuration), staging, production, …, ou all",
  "read the value from a file": "lit la valeur dans un fichier",
  "allowed: Workers may use their own copy in an outage; obsolete: they may not":
    "allowed : les Workers peuvent utiliser leur copie pendant une panne ; obsolete : ils ne peuvent pas",
  "refuse unless this is the current version; 0: unless there is none":
    "refuse si ce n'est pas la version courante ; 0 : s'il en existe une",
  "not served from then on, such as 2027-01-31":
    "n'est plus servi à partir de là, par exemple 2027-01-31",
  "kept with the version; never a value": "gardé avec la version ; jamais une valeur",
  "asks for the value": "demande la valeur",
  "takes it from a pipe": "la prend d'un tube",
  "takes it from a file": "la prend d'un fichier",
  "Import .dev.vars, .env or JSON: all values or none":
    "Importer .dev.vars, .env ou du JSON : toutes les valeurs ou aucune",
  "the file; - for standard input": "le fichier ; - pour l'entrée standard",
  "compare only": "compare seulement",
  "make new versions of values that differ": "crée de nouvelles versions des valeurs qui diffèrent",
  "compares, asks, writes": "compare, demande, écrit",
  "compares only": "compare seulement",
  "from a pipe": "d'un tube",
  "Show a secret's version and state; never its value":
    "Montrer la version et l'état d'un secret ; jamais sa valeur",
  "shows version, stages and dates": "montre la version, les étapes et les dates",
  "the same for a script": "la même chose pour un script",
  "List secrets, without their values": "Lister les secrets, sans leurs valeurs",
  "only this environment": "seulement cet environnement",
  "only names that contain this": "seulement les noms qui contiennent ceci",
  "lists all environments": "liste tous les environnements",
  "lists what matches": "liste ce qui correspond",
  "List a secret's versions: who made them, and when":
    "Lister les versions d'un secret : qui les a créées, et quand",
  "lists the versions, newest first": "liste les versions, la plus récente d'abord",
  "Delete a secret; it can be brought back for 30 days":
    "Supprimer un secret ; il peut revenir pendant 30 jours",
  "do not ask to type the name": "ne demande pas de taper le nom",
  "also where a Worker read it in the last 30 days":
    "même si un Worker l'a lu dans les 30 derniers jours",
  "asks to type the name": "demande de taper le nom",
  "for scripts": "pour les scripts",
  "Bring a deleted secret back": "Faire revenir un secret supprimé",
  "serves its last version again": "sert de nouveau sa dernière version",
} as const;
