/** What stands in the way of the work, and what to do about it, in French; by the English sentence. */
export const FAULTS_OF_WORK = {
  "A local store runs on {path} already{place} (process {owner}).":
    "Un store local tourne déjà sur {path}{place} (processus {owner}).",
  ", at {url}": ", à {url}",
  "Use that one: lunakey status. Or keep another elsewhere: lunakey dev --port 8791 --persist-to FOLDER. If it is not lunakey, delete {file}.":
    "Utilise celui-là : lunakey status. Ou gardes-en un autre ailleurs : lunakey dev --port 8791 --persist-to DOSSIER. Si ce n'est pas lunakey, supprime {file}.",
  "wrangler is not installed here; the local store runs on its workerd.":
    "wrangler n'est pas installé ici ; le store local tourne sur son workerd.",
  "Install it: npm install --save-dev wrangler": "Installe-le : npm install --save-dev wrangler",
  "The wrangler that this project uses is too old for a local store; it needs {version}.":
    "Le wrangler de ce projet est trop ancien pour un store local ; il faut {version}.",
  "Install a newer one: npm install --save-dev wrangler@4":
    "Installes-en un plus récent : npm install --save-dev wrangler@4",
  "Port {port} of {host} is taken, or may not be used.":
    "Le port {port} de {host} est pris, ou ne peut pas être utilisé.",
  "Take another: lunakey dev --port {port}": "Prends-en un autre : lunakey dev --port {port}",
  "The local store could not be started: {reason}": "Le store local n'a pas pu démarrer : {reason}",
  "unknown reason": "raison inconnue",
  "The folder of the local store can not be used ({code}).":
    "Le dossier du store local ne peut pas être utilisé ({code}).",
  "Keep it elsewhere: lunakey dev --persist-to FOLDER":
    "Garde-le ailleurs : lunakey dev --persist-to DOSSIER",
  "{path} holds the store {known}, not {storeId}.":
    "{path} contient le store {known}, pas {storeId}.",
  "Start with --store {known}, or keep the other store elsewhere with --persist-to FOLDER.":
    "Démarre avec --store {known}, ou garde l'autre store ailleurs avec --persist-to DOSSIER.",
  "{file} is gone, and the values beside it can not be used without it.":
    "{file} a disparu, et les valeurs à côté ne servent à rien sans lui.",
  "Put it back, or delete the whole folder to begin again.":
    "Remets-le, ou supprime tout le dossier pour recommencer.",
  "The package {name} is not whole.": "Le paquet {name} n'est pas entier.",
  "Something unexpected went wrong ({kind}).": "Quelque chose d'imprévu a échoué ({kind}).",
  "This is a fault of lunakey; please report it.":
    "C'est une faute de lunakey ; signale-la, s'il te plaît.",
  "This is a fault of lunakey; please report it with: {place}.":
    "C'est une faute de lunakey ; signale-la, s'il te plaît, avec : {place}.",
  "{option} is required.": "{option} est obligatoire.",
  "See {help}.": "Voir {help}.",
  "There is an option that this command does not have.":
    "Il y a une option que cette commande n'a pas.",
  "{suggestion}{help} lists them. A secret's value is never an option.":
    "{suggestion}{help} les liste. La valeur d'un secret n'est jamais une option.",
  "There are more arguments than this command takes.":
    "Il y a plus d'arguments que cette commande n'en prend.",
  "A secret's value is never an argument: give it at the prompt, on standard input or with --file. If one was just typed, clear it from your shell's history and replace it.":
    "La valeur d'un secret n'est jamais un argument : donne-la à l'invite, sur l'entrée standard ou avec --file. Si tu viens d'en taper une, efface-la de l'historique de ton shell et remplace-la.",
  "There is no such command.": "Cette commande n'existe pas.",
  "{suggestion}{help} lists them.": "{suggestion}{help} les liste.",
  "A command is missing.": "Il manque une commande.",
  "{help} lists them.": "{help} les liste.",
  "Did you mean {name}?": "Voulais-tu dire {name} ?",
  "{name} needs a value.": "{name} a besoin d'une valeur.",
  "{name} is missing.": "{name} manque.",
  "Something required is missing.": "Il manque quelque chose d'obligatoire.",
  "The arguments can not be understood.": "Ces arguments ne se comprennent pas.",
  "--lang must be en or fr.": "--lang doit être en ou fr.",
  "--file names the value, and --generate makes one: give one of them.":
    "--file nomme la valeur, et --generate en fabrique une : donne l'un des deux.",
  "Verifiers are told of the new value. In {count} seconds all of them know it; then it is changed in Cloudflare's store.":
    "La nouvelle valeur est annoncée à ceux qui vérifient. Dans {count} secondes, tous la connaissent ; elle change alors dans le store de Cloudflare.",
  "The rotation of {name} is not finished: {message}":
    "La rotation de {name} n'est pas finie : {message}",
  "Both values are accepted meanwhile. Run the same command again. {hint}":
    "Les deux valeurs sont acceptées en attendant. Relance la même commande. {hint}",
  "A local store on backend cloudflare is filled by wrangler.":
    "Un store local sur le backend cloudflare se remplit avec wrangler.",
  "lunakey set {name} --env {environment} says how.":
    "lunakey set {name} --env {environment} dit comment.",
  "On backend cloudflare a rotation is carried through at once.":
    "Sur le backend cloudflare, une rotation va jusqu'au bout d'un coup.",
  "Leave --pending out.": "Retire --pending.",
  "{question} Type its name to go on:": "{question} Tape son nom pour continuer :",
  "{question} [y/N]": "{question} [o/N]",
  "That is not its name; nothing was changed.": "Ce n'est pas son nom ; rien n'a changé.",
  "This needs a confirmation, and there is no terminal to ask on.":
    "Ceci demande une confirmation, et il n'y a pas de terminal où la demander.",
  "Add --yes to confirm; nothing was changed.": "Ajoute --yes pour confirmer ; rien n'a changé.",
  "What was pasted is too long; nothing was changed.":
    "Ce qui a été collé est trop long ; rien n'a changé.",
  "What was pasted has several lines; nothing was changed.":
    "Ce qui a été collé a plusieurs lignes ; rien n'a changé.",
  "Put the value into a file and give --file FILE.":
    "Mets la valeur dans un fichier et donne --file FICHIER.",
  "The values are in Cloudflare's Secrets Store, and not in the backup.":
    "Les valeurs sont dans le Secrets Store de Cloudflare, et pas dans la sauvegarde.",
  "--delivery must be service, native or synced.":
    "--delivery doit être service, native ou synced.",
  "--port must be at least 1.": "--port doit être au moins 1.",
  "--backend must be vault or cloudflare.": "--backend doit être vault ou cloudflare.",
  "--env goes with --backend cloudflare only.": "--env ne va qu'avec --backend cloudflare.",
  "Give --check or --update, not both.": "Donne --check ou --update, pas les deux.",
  "--force goes with --update.": "--force va avec --update.",
  "Give --check or --dry-run, not both.": "Donne --check ou --dry-run, pas les deux.",
  "Values that look live, for a store that is for development: {names}.":
    "Des valeurs ont l'air réelles, pour un store de développement : {names}.",
  "1 value differs from the store's; nothing was written.":
    "1 valeur diffère de celle du store ; rien n'a été écrit.",
  "{count} values differ from the store's; nothing was written.":
    "{count} valeurs diffèrent de celles du store ; rien n'a été écrit.",
  "Add --overwrite to make new versions of them, or take them out of the file.":
    "Ajoute --overwrite pour en créer de nouvelles versions, ou retire-les du fichier.",
  "--environment belongs to backend cloudflare: vault keeps environments apart.":
    "--environment va avec le backend cloudflare : vault sépare les environnements.",
  "--backend must be cloudflare or vault.": "--backend doit être cloudflare ou vault.",
  "--backend is required.": "--backend est obligatoire.",
  "It is cloudflare or vault; docs/production.md says what each costs.":
    "C'est cloudflare ou vault ; docs/production.md dit ce que chacun coûte.",
  "--store is another store than {place}.": "--store est un autre store que {place}.",
  "the recovery file's": "celui du fichier de récupération",
  "Leave --store out, or set the other store up in a repository of its own.":
    "Retire --store, ou mets l'autre store en place dans son propre dépôt.",
  "--store is required with backend cloudflare.":
    "--store est obligatoire avec le backend cloudflare.",
  "npx wrangler secrets-store store list --remote shows its id.":
    "npx wrangler secrets-store store list --remote montre son identifiant.",
  "The id": "L'identifiant",
  "{path} names another store than the recovery file.":
    "{path} nomme un autre store que le fichier de récupération.",
  "--environment is required with backend cloudflare.":
    "--environment est obligatoire avec le backend cloudflare.",
  "It is the one whose Workers get the values: default is a config's top level, all is every one.":
    "C'est celui dont les Workers reçoivent les valeurs : default est le niveau principal d'une configuration, all est tous.",
  "The environment": "L'environnement",
  "The folder of --keep-in is inside of the repository, where a token would be committed.":
    "Le dossier de --keep-in est dans le dépôt, où un jeton serait commité.",
  "Name a folder outside of it.": "Nomme un dossier en dehors.",
  "This is not a git repository, so what is written could not be looked at or undone.":
    "Ce n'est pas un dépôt git, donc ce qui est écrit ne pourrait être ni regardé ni défait.",
  "Go into one, or add --outside-git.": "Va dans un dépôt, ou ajoute --outside-git.",
  "The package @lunakey/{name} is not whole.": "Le paquet @lunakey/{name} n'est pas entier.",
  "Nothing is overwritten, and these exist: {files}.":
    "Rien n'est écrasé, et ceux-ci existent : {files}.",
  "Move them away, or name other folders with --folder and --keep-in.":
    "Déplace-les, ou nomme d'autres dossiers avec --folder et --keep-in.",
  "Nothing was written.": "Rien n'a été écrit.",
  "MODE is required.": "MODE est obligatoire.",
  "MODE must be one of {modes}.": "MODE doit être l'un de {modes}.",
  "No Worker of this repository has that environment.":
    "Aucun Worker de ce dépôt n'a cet environnement.",
  "The environment default is a config's top level.":
    "L'environnement default est le niveau principal d'une configuration.",
  "--worker is required.": "--worker est obligatoire.",
  "Workers with that environment: {names}": "Workers qui ont cet environnement : {names}",
  "{path} can not be edited without touching other lines.":
    "{path} ne peut pas être modifié sans toucher d'autres lignes.",
  'Put it in by hand: {variable} = "{mode}" among the vars of environment {environment}.':
    'Ajoute-le à la main : {variable} = "{mode}" parmi les vars de l\'environnement {environment}.',
  "Whether the copies of {worker} in {environment} are the store's values is unknown.":
    "On ne sait pas si les copies de {worker} en {environment} sont égales aux valeurs du store.",
  "Look: lunakey parity --worker {worker} --env {environment}. To switch all the same: --force":
    "Regarde : lunakey parity --worker {worker} --env {environment}. Pour changer quand même : --force",
  "Write this?": "Écrire ceci ?",
  "--if-version and --to go with one NAME.": "--if-version et --to vont avec un seul NAME.",
  "Keys are not written to a terminal.": "Les clés ne s'écrivent pas sur un terminal.",
  "Pipe them into wrangler: {command}": "Envoie-les à wrangler par un tube : {command}",
  "The recovery file can not be written; it is as it was.":
    "Le fichier de récupération ne peut pas être écrit ; il est comme il était.",
  "The restored audit log is broken{place}, as it was in the backup: {reason}.":
    "Le journal d'audit restauré est rompu{place}, comme il l'était dans la sauvegarde : {reason}.",
  " at event {index}": " à l'événement {index}",
  "The backup is empty.": "La sauvegarde est vide.",
  "chunk {index}": "morceau {index}",
  "The gateway has root key {current} only; there is no newer one to move to.":
    "La passerelle n'a que la clé racine {current} ; il n'y en a pas de plus récente.",
  "Make the next: {command}": "Fabrique la suivante : {command}",
  "Not moved: {versions}, for they were altered, or their root key is not among the gateway's variables.":
    "Restent sous leur clé : {versions}, qui ont été altérées, ou dont la clé racine n'est pas parmi les variables de la passerelle.",
  "{scanned} of {total}": "{scanned} sur {total}",
  "{current} of {count} have version {version}": "{current} sur {count} ont la version {version}",
  "Give --sync or --leave-copies, not both.": "Donne --sync ou --leave-copies, pas les deux.",
  "--overlap is given to lunakey promote where --pending is.":
    "Avec --pending, --overlap se donne à lunakey promote.",
  "--from-file names secrets, environments and values itself.":
    "--from-file nomme lui-même les secrets, les environnements et les valeurs.",
  "NAME is missing.": "NAME manque.",
  "Or give --from-file.": "Ou donne --from-file.",
  "--env is required.": "--env est obligatoire.",
  "{flag} goes with one NAME.": "{flag} va avec un seul NAME.",
  "Use --from-file for several with values.":
    "Utilise --from-file pour plusieurs avec leurs valeurs.",
  "--out keeps a value that --generate makes.": "--out garde une valeur que --generate fabrique.",
  "Several secrets have no one value.": "Plusieurs secrets n'ont pas une même valeur.",
  "Add --generate, or use --from-file.": "Ajoute --generate, ou utilise --from-file.",
  "The file of --html exists and is no page of lunakey scan; it is not overwritten.":
    "Le fichier de --html existe et n'est pas une page de lunakey scan ; il n'est pas écrasé.",
  "Name another file.": "Nomme un autre fichier.",
  "The file of --html can not be written ({code}).":
    "Le fichier de --html ne peut pas être écrit ({code}).",
  "The value of {name} looks like a live one, and this store is for development.":
    "La valeur de {name} a l'air réelle, et ce store est pour le développement.",
  "A token is not written to a terminal.": "Un jeton ne s'écrit pas sur un terminal.",
  "Give --out FILE, pipe the output, or add --show.":
    "Donne --out FICHIER, envoie la sortie dans un tube, ou ajoute --show.",
  "Token {id} was made, but its answer was lost, and it is not shown twice.":
    "Le jeton {id} a été créé, mais la réponse s'est perdue, et il n'est pas montré deux fois.",
  "Revoke it (lunakey token revoke {id}) and make another.":
    "Révoque-le (lunakey token revoke {id}) et crée-en un autre.",
  "The file of --out can not be made ({code}).":
    "Le fichier de --out ne peut pas être créé ({code}).",
  "It exists, and is not overwritten: name another file.":
    "Il existe, et n'est pas écrasé : nomme un autre fichier.",
  "{label} {problem}": "{label} {problem}",
} as const;
