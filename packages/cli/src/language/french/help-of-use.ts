/** Help of the commands that look, move and set, in French; by the English sentence. */
export const HELP_OF_USE = {
  "See which Worker reads which secret, what to mend, and whether to move":
    "Voir quel Worker lit quel secret, quoi corriger, et s'il faut migrer",
  "Reads a repository and writes nothing in it; needs no account and no set-up. Ends with a verdict: keep the individual secrets, fix what was found, or move to a store. Shows names, places and code, never a value. Exit status 0, whatever is found.":
    "Lit un dépôt et n'y écrit rien ; sans compte ni installation. Finit par un verdict : garder les secrets individuels, corriger ce qui a été trouvé, ou migrer vers un store. Montre des noms, des endroits et du code, jamais une valeur. Statut de sortie 0, quoi qu'il trouve.",
  "folder of the repository; this one if left out":
    "dossier du dépôt ; celui-ci si tu n'en donnes pas",
  "list every read with its line of code too": "liste aussi chaque lecture avec sa ligne de code",
  "write it as one page to look at, too": "l'écrit aussi en une page à regarder",
  "this repository": "ce dépôt",
  "another one, as a page too": "un autre, en page aussi",
  "for a program": "pour un programme",
  "Bind Workers to the store, in their wrangler configs; staging first":
    "Lier des Workers au store, dans leur configuration wrangler ; staging d'abord",
  "Shows the change, asks, and writes it; lets the Workers read what their code reads, where a store can be reached; prints the deploy commands in order and runs none. Touches no line that it does not need, and does nothing the second time. Individual secrets stay as they are.":
    "Montre le changement, demande, et l'écrit ; accorde aux Workers ce que leur code lit, là où un store est joignable ; affiche les commandes de déploiement dans l'ordre et n'en lance aucune. Ne touche aucune ligne sans besoin, et ne fait rien la deuxième fois. Les secrets individuels restent comme ils sont.",
  "environment: staging first; default is the top level":
    "environnement : staging d'abord ; default est le niveau principal",
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
  'Makes env.NAME into await getSecret(env, "NAME") and everything above it async, by the meaning of the code. Nothing is written that has a new type error or a call that does not wait; what can not move is left working and said. Makes src/secrets.ts where it is not there.':
    "Fait de env.NAME un await getSecret(env, \"NAME\") et rend async tout ce qui est au-dessus, en suivant le sens du code. N'écrit rien qui ait une nouvelle erreur de type ou un appel non attendu ; ce qui ne peut pas migrer continue de marcher et est signalé. Crée src/secrets.ts s'il n'existe pas.",
  "only what this route reaches, such as /billing/checkout":
    "seulement ce que cette route atteint, par exemple /billing/checkout",
  "only reads in this file": "seulement les lectures de ce fichier",
  "import @lunakey/runtime, in place of src/secrets.ts":
    "importe @lunakey/runtime, au lieu de src/secrets.ts",
  "exit status 1 where something is left to move; writes nothing":
    "statut de sortie 1 s'il reste à migrer ; n'écrit rien",
  "take the last migrate back": "défait le dernier migrate",
  "shows what one route takes": "montre ce que demande une route",
  "all of one Worker": "tout un Worker",
  "Check or renew the Workers' copies of the helper, src/secrets.ts":
    "Vérifier ou renouveler les copies du helper dans les Workers, src/secrets.ts",
  "Without an option as --check. The helper is one file of the Worker's own, written by migrate; it changes only when this says so.":
    "Sans option, comme --check. Le helper est un fichier du Worker lui-même, écrit par migrate ; il ne change que si cette commande le dit.",
  "exit status 1 where a copy is not this lunakey's":
    "statut de sortie 1 si une copie n'est pas celle de ce lunakey",
  "write this lunakey's helper over the copies":
    "écrit le helper de ce lunakey par-dessus les copies",
  "take the last --update back": "défait le dernier --update",
  "show what --update would change, and write nothing":
    "montre ce que --update changerait, et n'écrit rien",
  "in CI, for example": "en CI, par exemple",
  "shows what a newer helper changes": "montre ce que change un helper plus récent",
  "Fail where a secret that the code reads would not be there; for CI, before a deploy":
    "Échouer si un secret que le code lit allait manquer ; pour la CI, avant un déploiement",
  "Compares what the code reads with the configs, the store and the gateway, and says what to type for each finding. Writes nothing. Exit status 1 where something breaks. What could not be looked at is said as not checked, never as right. In GitHub Actions it annotates the lines.":
    "Compare ce que le code lit avec les configurations, le store et la passerelle, et dit quoi taper pour chaque point. N'écrit rien. Statut de sortie 1 si quelque chose casse. Ce qui n'a pas pu être regardé est dit non vérifié, jamais correct. Dans GitHub Actions, il annote les lignes.",
  "one environment; all where not given": "un seul environnement ; tous si tu n'en donnes pas",
  "ask neither the store nor the account": "n'interroge ni le store ni le compte",
  "annotations for GitHub Actions; by itself where those run it":
    "des annotations pour GitHub Actions ; d'office quand c'est là qu'il tourne",
  "before a deploy": "avant un déploiement",
  "where no store can be reached": "là où aucun store n'est joignable",
  "Look at this machine, the repository's files, the account and the store's address":
    "Regarder cette machine, les fichiers du dépôt, le compte et l'adresse du store",
  "Versions, sign-in, which of Cloudflare's permissions is missing, traces and logs left on, who may read the files with keys, what git follows, clock and token. Each line ends with what to type. Writes nothing. Exit status 1 where something fails.":
    "Les versions, la connexion, la permission de Cloudflare qui manque, les traces et journaux laissés ouverts, qui peut lire les fichiers de clés, ce que git suit, l'horloge et le jeton. Chaque ligne dit quoi taper. N'écrit rien. Statut de sortie 1 si quelque chose échoue.",
  "ask neither the account nor the store": "n'interroge ni le compte ni le store",
  everything: "tout",
  "files and versions only": "les fichiers et les versions seulement",
  "Run a local store for your own wrangler dev":
    "Lancer un store local pour ton propre wrangler dev",
  "Keeps its data in .lunakey beside lunakey.jsonc, or in the folder that it is started in. Ctrl-C stops it; nothing is lost. It answers on 127.0.0.1 only and opens no inspector; wrangler dev opens its own, through which programs on this machine see what a Worker holds. With --backend cloudflare, values come from npx wrangler secrets-store secret create without --remote, which keeps them in clear in the same folder; a new name is bound at the next start.":
    "Garde ses données dans .lunakey à côté de lunakey.jsonc, ou dans le dossier où il est lancé. Ctrl-C l'arrête ; rien n'est perdu. Il ne répond que sur 127.0.0.1 et n'ouvre aucun inspecteur ; wrangler dev ouvre le sien, par lequel les programmes de cette machine voient ce qu'un Worker contient. Avec --backend cloudflare, les valeurs viennent de npx wrangler secrets-store secret create sans --remote, qui les garde en clair dans le même dossier ; un nouveau nom est lié au démarrage suivant.",
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
  "The value comes from a hidden prompt on a terminal, else from standard input, or from a file. It is kept byte for byte, and is never an argument: shells and process lists would show it.":
    "La valeur vient d'une invite masquée sur un terminal, sinon de l'entrée standard, ou d'un fichier. Elle est gardée octet pour octet, et n'est jamais un argument : les shells et les listes de processus la montreraient.",
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
  "Compares each value with the store's first (new, same, different), then writes all or none. $ and quotes inside of values stay as they are.":
    "Compare d'abord chaque valeur à celle du store (nouvelle, identique, différente), puis écrit tout ou rien. Les $ et les guillemets à l'intérieur des valeurs restent tels quels.",
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
  "Refused while a Worker still reads it, with the list; --force deletes it all the same.":
    "Refusé tant qu'un Worker le lit encore, avec la liste ; --force le supprime quand même.",
  "do not ask to type the name": "ne demande pas de taper le nom",
  "also where a Worker read it in the last 30 days":
    "même si un Worker l'a lu dans les 30 derniers jours",
  "asks to type the name": "demande de taper le nom",
  "for scripts": "pour les scripts",
  "Bring a deleted secret back": "Faire revenir un secret supprimé",
  "serves its last version again": "sert de nouveau sa dernière version",
} as const;
