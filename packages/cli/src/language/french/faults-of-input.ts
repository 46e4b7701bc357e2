/** What is wrong with what was given, and what to do about it, in French; by the English sentence. */
export const FAULTS_OF_INPUT = {
  "On backend cloudflare the value is changed in your account, which can not be reached from here: {why}.":
    "Sur le backend cloudflare, la valeur change dans ton compte, qu'on ne peut pas joindre d'ici : {why}.",
  "npx wrangler login; or set CLOUDFLARE_API_TOKEN (Account, Secrets Store, Edit) and CLOUDFLARE_ACCOUNT_ID.":
    "npx wrangler login ; ou définis CLOUDFLARE_API_TOKEN (Account, Secrets Store, Edit) et CLOUDFLARE_ACCOUNT_ID.",
  "Cloudflare's Secrets Store {storeId} has no secret {name}.":
    "Le Secrets Store {storeId} de Cloudflare n'a pas de secret {name}.",
  "Check the account (account_id of the gateway's config, else CLOUDFLARE_ACCOUNT_ID), and `store` in lunakey.jsonc.":
    "Vérifie le compte (account_id de la configuration de la passerelle, sinon CLOUDFLARE_ACCOUNT_ID), et `store` dans lunakey.jsonc.",
  "answered with status {status}": "a répondu avec le statut {status}",
  "did not answer": "n'a pas répondu",
  "Cloudflare's API {what}{detail}.": "L'API de Cloudflare {what}{detail}.",
  "The token of CLOUDFLARE_API_TOKEN, else the sign-in of wrangler, needs Account, Secrets Store, Edit, for the account of account_id or CLOUDFLARE_ACCOUNT_ID; then run the same command again.":
    "Le jeton de CLOUDFLARE_API_TOKEN, sinon la connexion de wrangler, a besoin de Account, Secrets Store, Edit, pour le compte de account_id ou CLOUDFLARE_ACCOUNT_ID ; puis relance la même commande.",
  "Cancelled; nothing was changed.": "Annulé ; rien n'a changé.",
  "Stopped. A write that was on its way may have been carried out.":
    "Arrêté. Une écriture en chemin a pu être faite.",
  "Nothing listens at {label}.": "Rien n'écoute à cette adresse : {label}.",
  "No answer from {label}.": "Pas de réponse : {label}.",
  "Start the local store: lunakey dev": "Démarre le store local : lunakey dev",
  "Check the address (--url, LUNAKEY_URL or `admin` in lunakey.jsonc) and the network.":
    "Vérifie l'adresse (--url, LUNAKEY_URL ou `admin` dans lunakey.jsonc) et le réseau.",
  "The store's address answered with status {status} and not as Lunakey's admin Worker.":
    "L'adresse du store a répondu avec le statut {status}, et pas comme le Worker admin de Lunakey.",
  "Check the address, and that the admin Worker is as new as this command line.":
    "Vérifie l'adresse, et que le Worker admin est aussi récent que cette ligne de commande.",
  "The store's address answered with a redirect, which is not followed.":
    "L'adresse du store a répondu par une redirection, qui n'est pas suivie.",
  "Give the address that it redirects to, if you trust it.":
    "Donne l'adresse vers laquelle elle redirige, si tu lui fais confiance.",
  "The store's answer is too large.": "La réponse du store est trop grande.",
  "Give --local or --url, not both.": "Donne --local ou --url, pas les deux.",
  "store {url}": "store {url}",
  "local store {url}": "store local {url}",
  "No store is known here.": "Aucun store n'est connu ici.",
  "Start a local one in another terminal: lunakey dev. Or give its address with --url or LUNAKEY_URL.":
    "Démarres-en un local dans un autre terminal : lunakey dev. Ou donne son adresse avec --url ou LUNAKEY_URL.",
  "admin in {path}": "admin dans {path}",
  "{source} must be a URL that starts with https://.":
    "{source} doit être une URL qui commence par https://.",
  "{source} must hold no user, password, query or fragment.":
    "{source} ne doit contenir ni utilisateur, ni mot de passe, ni requête, ni fragment.",
  "{source} must start with https://: http:// would send the token and values in clear.":
    "{source} doit commencer par https:// : http:// enverrait le jeton et les valeurs en clair.",
  "No token for this store was given.": "Aucun jeton n'a été donné pour ce store.",
  "Set LUNAKEY_TOKEN_FILE to a file that holds one, or give --token-file.":
    "Mets dans LUNAKEY_TOKEN_FILE un fichier qui en contient un, ou donne --token-file.",
  "{path} can be read by other users of this machine.":
    "{path} peut être lu par d'autres utilisateurs de cette machine.",
  "Close it: chmod 600 '{path}'": "Ferme-le : chmod 600 '{path}'",
  "The token file of {label} can not be read ({code}).":
    "Le fichier de jeton de {label} ne peut pas être lu ({code}).",
  "{source} does not hold a token of Lunakey: lunakey_<id>_<secret>.":
    "{source} ne contient pas un jeton de Lunakey : lunakey_<id>_<secret>.",
  "{file}, line {line}": "{file}, ligne {line}",
  "{place}: {what}.": "{place} : {what}.",
  "is not NAME=value, a comment or blank": "n'est ni NAME=value, ni un commentaire, ni vide",
  "A value of several lines needs quotes around all of it.":
    "Une valeur de plusieurs lignes a besoin de guillemets autour du tout.",
  "{name} was given before, on line {first}": "{name} a déjà été donné, ligne {first}",
  "ends before the #, as wrangler reads it; put quotes around it if the # belongs":
    "finit avant le #, comme wrangler le lit ; mets des guillemets autour si le # en fait partie",
  "begins with a quote that is not closed; the quote is part of the value":
    "commence par un guillemet qui n'est pas fermé ; le guillemet fait partie de la valeur",
  "keeps $ and \\$ as they are; wrangler dev expands them in .env, not in .dev.vars":
    "garde $ et \\$ tels quels ; wrangler dev les développe dans .env, pas dans .dev.vars",
  "{name} (line {line}) {what}.": "{name} (ligne {line}) {what}.",
  "is not JSON": "n'est pas du JSON",
  "must be one object of strings, {form}": "doit être un objet de chaînes, {form}",
  "the value must be a string": "la valeur doit être une chaîne",
  "Put it into double quotes.": "Mets-la entre guillemets doubles.",
  "the value is not a JSON string": "la valeur n'est pas une chaîne JSON",
  "holds no secrets": "ne contient aucun secret",
  "holds {count} secrets; one import takes {most}":
    "contient {count} secrets ; un import en prend {most}",
  "Split the file.": "Coupe le fichier en plusieurs.",
  "the name {problem}": "le nom {problem}",
  "the value of {name} {problem}": "la valeur de {name} {problem}",
  "is not valid": "n'est pas valable",
  "chunk {index} is missing or out of its place":
    "le morceau {index} manque ou n'est pas à sa place",
  "chunk {index} was altered": "le morceau {index} a été altéré",
  "its end is missing": "la fin manque",
  "in its manifest, {problem}": "dans son manifeste, {problem}",
  "in chunk {index}, {problem}": "dans le morceau {index}, {problem}",
  "The backup can not be read ({code}).": "La sauvegarde ne peut pas être lue ({code}).",
  "This is not a backup of lunakey, version 1: {problem}.":
    "Ce n'est pas une sauvegarde de lunakey, version 1 : {problem}.",
  "A newer lunakey made it: use that one.": "Un lunakey plus récent l'a fait : utilise celui-là.",
  "Name a file that lunakey backup made.": "Nomme un fichier que lunakey backup a créé.",
  "The backup is not whole: {what}. Nothing was changed.":
    "La sauvegarde n'est pas entière : {what}. Rien n'a changé.",
  "Take another copy of it.": "Prends-en une autre copie.",
  "The helper's text is not there: this installation of lunakey is not whole.":
    "Le texte du helper n'est pas là : cette installation de lunakey n'est pas entière.",
  "Install lunakey again; in its own repository: npm run build.":
    "Réinstalle lunakey ; dans son propre dépôt : npm run build.",
  "{path} exists, and is not overwritten.": "{path} existe, et n'est pas écrasé.",
  "{path} can not be written ({code}).": "{path} ne peut pas être écrit ({code}).",
  "{path} is not JSON with comments.": "{path} n'est pas du JSON avec commentaires.",
  "changes[{index}] must have a value, or generate, and not both.":
    "changes[{index}] doit avoir value, ou generate, et pas les deux.",
  "changes[{index}].generate: {message}": "changes[{index}].generate : {message}",
  "The file is not JSON.": "Le fichier n'est pas du JSON.",
  "Its form: {form}": "Sa forme : {form}",
  "--{option} must be 0, or a number with s, m, h or d such as 24h, of at most {days}d.":
    "--{option} doit être 0, ou un nombre suivi de s, m, h ou d comme 24h, d'au plus {days}d.",
  "--generate takes no size where --format is uuid.":
    "--generate ne prend pas de taille quand --format est uuid.",
  "--format must be hex, base64, base64url, uuid or alphabet:CHARACTERS.":
    "--format doit être hex, base64, base64url, uuid ou alphabet:CARACTÈRES.",
  "--format alphabet: takes 2 to {most} different characters, such as alphabet:0123456789.":
    "--format alphabet: prend de 2 à {most} caractères différents, par exemple alphabet:0123456789.",
  "--generate must be {least} to {most} {unit} in this format.":
    "--generate doit être de {least} à {most} {unit} dans ce format.",
  bytes: "octets",
  characters: "caractères",
  "{label} looks like a secret's value, and was not used.":
    "{label} ressemble à la valeur d'un secret, et n'a pas été utilisé.",
  "Clear it from your shell's history and replace it at its maker. Values come from the prompt, standard input or --file.":
    "Efface-la de l'historique de ton shell et remplace-la chez son émetteur. Les valeurs viennent de l'invite, de l'entrée standard ou de --file.",
  "{label} needs a value.": "{label} a besoin d'une valeur.",
  "{flag} must be a whole number of at most {max}.":
    "{flag} doit être un nombre entier d'au plus {max}.",
  "--expires must be a day such as 2027-01-31, or 2027-01-31T12:00:00Z.":
    "--expires doit être un jour comme 2027-01-31, ou 2027-01-31T12:00:00Z.",
  "--expires must be in the future.": "--expires doit être dans le futur.",
  "The value": "La valeur",
  "The value is empty; nothing was changed.": "La valeur est vide ; rien n'a changé.",
  "The value ends with a newline, which was kept. To send it without: printf '%s' \"$VALUE\" | lunakey set …":
    "La valeur finit par un retour à la ligne, qui a été gardé. Pour l'envoyer sans : printf '%s' \"$VALUE\" | lunakey set …",
  "The value ends with a newline, which was kept. If it does not belong, write the file without it.":
    "La valeur finit par un retour à la ligne, qui a été gardé. S'il n'en fait pas partie, écris le fichier sans lui.",
  "Value of {name} (not shown, one line):": "Valeur de {name} (non montrée, une ligne) :",
  "There is no terminal to ask for the value on.":
    "Il n'y a pas de terminal où demander la valeur.",
  "Pipe it in, or give --file FILE.": "Envoie-la par un tube, ou donne --file FICHIER.",
  "Standard input": "L'entrée standard",
  "standard input": "l'entrée standard",
  "The file of {label} can not be read ({code}).":
    "Le fichier de {label} ne peut pas être lu ({code}).",
  "{what} is not text in UTF-8.": "{what} n'est pas du texte en UTF-8.",
  "Encode bytes as text first, for example with base64.":
    "Encode d'abord les octets en texte, par exemple avec base64.",
  "{what} is larger than {count} bytes; nothing was changed.":
    "{what} dépasse {count} octets ; rien n'a changé.",
  "New passphrase for the recovery file": "Nouvelle phrase de passe du fichier de récupération",
  "The passphrase must be at least {count} characters; nothing was changed.":
    "La phrase de passe doit avoir au moins {count} caractères ; rien n'a changé.",
  "Several random words are easier to keep than a short one.":
    "Plusieurs mots au hasard se retiennent mieux qu'une phrase courte.",
  "The same again": "La même encore une fois",
  "The two passphrases differ; nothing was changed.":
    "Les deux phrases de passe diffèrent ; rien n'a changé.",
  "Passphrase of the recovery file": "Phrase de passe du fichier de récupération",
  "The passphrase": "La phrase de passe",
  "{question} (not shown):": "{question} (non montrée) :",
  "There is no terminal to ask for the passphrase on.":
    "Il n'y a pas de terminal où demander la phrase de passe.",
  "Give --passphrase-file FILE.": "Donne --passphrase-file FICHIER.",
  "The recovery file": "Le fichier de récupération",
  "The passphrase is wrong, or the recovery file was altered.":
    "La phrase de passe est fausse, ou le fichier de récupération a été altéré.",
  "Try again; without the passphrase nothing opens it.":
    "Essaie encore ; sans la phrase de passe, rien ne l'ouvre.",
  "This is not a recovery file of lunakey, version 1: {message}":
    "Ce n'est pas un fichier de récupération de lunakey, version 1 : {message}",
  "Name the file that lunakey init made.": "Nomme le fichier que lunakey init a créé.",
  "The command after -- could not be started.": "La commande après -- n'a pas pu démarrer.",
  "Is it installed?": "Est-elle installée ?",
} as const;
