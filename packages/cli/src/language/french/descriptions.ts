/** What commands do at more length, sentence by sentence, in French; by the English one. */
export const DESCRIPTIONS = {
  "The file is of one moment; writes go on meanwhile.":
    "Le fichier est d'un seul instant ; les écritures continuent pendant ce temps.",
  "It opens only with the root key, so keep the recovery file elsewhere.":
    "Il ne s'ouvre qu'avec la clé racine, donc garde le fichier de récupération ailleurs.",
  "On backend cloudflare it holds grants, tokens and audit: the values are in Cloudflare's Secrets Store, which gives none out.":
    "Sur le backend cloudflare, il contient les accords, les jetons et l'audit : les valeurs sont dans le Secrets Store de Cloudflare, qui n'en rend aucune.",
  "Shows the change, asks, and writes it; lets the Workers read what their code reads, where a store can be reached; prints the deploy commands in order and runs none.":
    "Montre le changement, demande, et l'écrit ; accorde aux Workers ce que leur code lit, là où un store est joignable ; affiche les commandes de déploiement dans l'ordre et n'en lance aucune.",
  "Touches no line that it does not need, and does nothing the second time.":
    "Ne touche aucune ligne sans besoin, et ne fait rien la deuxième fois.",
  "Individual secrets stay as they are.": "Les secrets individuels restent comme ils sont.",
  "Compares what the code reads with the configs, the store and the gateway, and says what to type for each finding.":
    "Compare ce que le code lit avec les configurations, le store et la passerelle, et dit quoi taper pour chaque point.",
  "Writes nothing.": "N'écrit rien.",
  "Exit status 1 where something breaks.": "Statut de sortie 1 si quelque chose casse.",
  "What could not be looked at is said as not checked, never as right.":
    "Ce qui n'a pas pu être regardé est dit non vérifié, jamais correct.",
  "In GitHub Actions it annotates the lines.": "Dans GitHub Actions, il annote les lignes.",
  "Refused while a Worker still reads it, with the list; --force deletes it all the same.":
    "Refusé tant qu'un Worker le lit encore, avec la liste ; --force le supprime quand même.",
  "Keeps its data in .lunakey beside lunakey.jsonc, or in the folder that it is started in.":
    "Garde ses données dans .lunakey à côté de lunakey.jsonc, ou dans le dossier où il est lancé.",
  "Ctrl-C stops it; nothing is lost.": "Ctrl-C l'arrête ; rien n'est perdu.",
  "It answers on 127.0.0.1 only and opens no inspector; wrangler dev opens its own, through which programs on this machine see what a Worker holds.":
    "Il ne répond que sur 127.0.0.1 et n'ouvre aucun inspecteur ; wrangler dev ouvre le sien, par lequel les programmes de cette machine voient ce qu'un Worker contient.",
  "With --backend cloudflare, values come from npx wrangler secrets-store secret create without --remote, which keeps them in clear in the same folder; a new name is bound at the next start.":
    "Avec --backend cloudflare, les valeurs viennent de npx wrangler secrets-store secret create sans --remote, qui les garde en clair dans le même dossier ; un nouveau nom est lié au démarrage suivant.",
  "Versions, sign-in, which of Cloudflare's permissions is missing, traces and logs left on, who may read the files with keys, what git follows, clock and token.":
    "Les versions, la connexion, la permission de Cloudflare qui manque, les traces et journaux laissés ouverts, qui peut lire les fichiers de clés, ce que git suit, l'horloge et le jeton.",
  "Each line ends with what to type.": "Chaque ligne dit quoi taper.",
  "Exit status 1 where something fails.": "Statut de sortie 1 si quelque chose échoue.",
  "Without an option as --check.": "Sans option, comme --check.",
  "Says which version each copy is, whether it was edited, and what was.":
    "Dit la version de chaque copie, si elle a été modifiée, et en quoi.",
  "The helper is one file of the Worker's own, written by migrate; it changes only when this says so.":
    "Le helper est un fichier du Worker lui-même, écrit par migrate ; il ne change que si cette commande le dit.",
  "--add puts more of the runtime beside it. reports: the Worker tells the store where its reads were served from, and in mode shadow whether its copies are equal; parity, rollout and cleanup know nothing without. verify: verifyWithSecret, for what was signed before or after a rotation. client: withSecret, for clients that are built once.":
    "--add met plus du runtime à côté. reports : le Worker dit au store d'où ses lectures ont été servies et, en mode shadow, si ses copies sont égales ; sans cela, parity, rollout et cleanup ne savent rien. verify : verifyWithSecret, pour ce qui a été signé avant ou après une rotation. client : withSecret, pour les clients construits une seule fois.",
  "Compares each value with the store's first (new, same, different), then writes all or none.":
    "Compare d'abord chaque valeur à celle du store (nouvelle, identique, différente), puis écrit tout ou rien.",
  "$ and quotes inside of values stay as they are.":
    "Les $ et les guillemets à l'intérieur des valeurs restent tels quels.",
  "Makes the store's root key and the first admin's token on this machine.":
    "Fabrique la clé racine du store et le jeton du premier admin sur cette machine.",
  "The token goes into a file, the key into a recovery file under a passphrase; neither is shown.":
    "Le jeton va dans un fichier, la clé dans un fichier de récupération sous une phrase de passe ; aucun des deux n'est montré.",
  "Prints the deploy commands in order and runs none of them.":
    "Affiche les commandes de déploiement dans l'ordre et n'en lance aucune.",
  'Makes env.NAME into await getSecret(env, "NAME") and everything above it async, by the meaning of the code.':
    'Fait de env.NAME un await getSecret(env, "NAME") et rend async tout ce qui est au-dessus, en suivant le sens du code.',
  "Nothing is written that has a new type error or a call that does not wait; what can not move is left working and said.":
    "N'écrit rien qui ait une nouvelle erreur de type ou un appel non attendu ; ce qui ne peut pas migrer continue de marcher et est signalé.",
  "Makes src/secrets.ts where it is not there.": "Crée src/secrets.ts s'il n'existe pas.",
  "Writes LUNAKEY_MODE into the Worker's wrangler config, after showing the change, and prints the deploy command.":
    "Écrit LUNAKEY_MODE dans la configuration wrangler du Worker, après avoir montré le changement, et affiche la commande de déploiement.",
  "shadow: its own copies serve, and are compared.":
    "shadow : ses copies servent, et sont comparées.",
  "store-first: the store serves, copies in an outage.":
    "store-first : le store sert, les copies en cas de panne.",
  "store-only: nothing but the store.": "store-only : rien que le store.",
  "individual-first: with lunakey dev only.": "individual-first : avec lunakey dev seulement.",
  "Away from the copies only where all were seen equal lately, or with --force.":
    "Ne quitte les copies que si toutes ont été vues égales récemment, ou avec --force.",
  "It takes effect a minute after the version was written, at the earliest.":
    "Prend effet au plus tôt une minute après l'écriture de la version.",
  "What is left is accepted as the previous version until --overlap ends.":
    "Ce qui est quitté est accepté comme version précédente jusqu'à la fin de --overlap.",
  "Given twice it goes back once; --to names any version that lunakey history lists.":
    "Donné deux fois, il revient une fois ; --to nomme n'importe quelle version que lunakey history liste.",
  "Isolates that have the version already accept it until they ask again: for two minutes, and where they can not reach the store for fifteen.":
    "Les isolats qui ont déjà la version l'acceptent jusqu'à ce qu'ils redemandent : deux minutes, et quinze là où le store est injoignable.",
  "Workers in mode shadow compare for themselves; no value leaves them.":
    "Les Workers en mode shadow comparent eux-mêmes ; aucune valeur n'en sort.",
  "Where every copy of a Worker was seen equal, it can go store-first.":
    "Là où chaque copie d'un Worker a été vue égale, il peut passer en store-first.",
  "Nothing of it is in force before all of it is.":
    "Rien n'en est en vigueur avant que tout y soit.",
  "A run that was interrupted goes on where it was.":
    "Une exécution interrompue reprend où elle était.",
  "A file that was altered, is not whole or is another store's is refused.":
    "Un fichier altéré, incomplet ou d'un autre store est refusé.",
  "After the next root key was added to the gateway (lunakey recovery new-key).":
    "Après l'ajout de la clé racine suivante à la passerelle (lunakey recovery new-key).",
  "No value is opened.": "Aucune valeur n'est ouverte.",
  "A run that was interrupted is simply run again.":
    "Une exécution interrompue se relance simplement.",
  "Ends by saying which root key nothing needs any more.":
    "Finit par dire de quelle clé racine plus rien n'a besoin.",
  "Says when the version before is safe to end.":
    "Dit quand la version d'avant peut finir sans risque.",
  "A Worker that was silent is unknown.": "Un Worker silencieux est inconnu.",
  "With --wait, exit status 1 where not all have read it in time.":
    "Avec --wait, statut de sortie 1 si tous ne l'ont pas lue à temps.",
  "The new value is pending for a minute, so that every isolate can verify what it signs, then current; the old one is accepted until --overlap ends.":
    "La nouvelle valeur est en attente une minute, pour que chaque isolat puisse vérifier ce qu'elle signe, puis courante ; l'ancienne est acceptée jusqu'à la fin de --overlap.",
  "The value comes as with set, or is made by --generate.":
    "La valeur se donne comme avec set, ou est fabriquée par --generate.",
  "Several secrets change at one moment, all or none.":
    "Plusieurs secrets changent au même instant, tous ou aucun.",
  "To undo: lunakey rollback.": "Pour revenir : lunakey rollback.",
  "Reads a repository and writes nothing in it; needs no account and no set-up.":
    "Lit un dépôt et n'y écrit rien ; sans compte ni installation.",
  "Ends with a verdict: keep the individual secrets, fix what was found, or move to a store.":
    "Finit par un verdict : garder les secrets individuels, corriger ce qui a été trouvé, ou migrer vers un store.",
  "Shows names, places and code, never a value.":
    "Montre des noms, des endroits et du code, jamais une valeur.",
  "Exit status 0, whatever is found.": "Statut de sortie 0, quoi qu'il trouve.",
  "The value comes from a hidden prompt on a terminal, else from standard input, or from a file.":
    "La valeur vient d'une invite masquée sur un terminal, sinon de l'entrée standard, ou d'un fichier.",
  "It is kept byte for byte, and is never an argument: shells and process lists would show it.":
    "Elle est gardée octet pour octet, et n'est jamais un argument : les shells et les listes de processus la montreraient.",
  "In a repository: the phase of each Worker and environment, from its config and code; what is deployed, where wrangler is signed in; the next route.":
    "Dans un dépôt : la phase de chaque Worker et environnement, d'après sa configuration et son code ; ce qui est déployé, là où wrangler est connecté ; la route suivante.",
  "Works without any store there.": "Marche sans aucun store.",
} as const;
