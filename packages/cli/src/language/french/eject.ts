/** What `lunakey eject` says, in French; by the English sentence. */
export const EJECT = {
  "Leave Lunakey: bindings and code as they were before it, later edits kept":
    "Quitter Lunakey : liaisons et code comme avant lui, en gardant les changements faits depuis",
  "Finds in git's history what Lunakey changed, and takes that back alone: what people changed before, between and since stays.":
    "Trouve dans l'historique de git ce que Lunakey a changé, et n'annule que cela : ce que des personnes ont changé avant, entre-temps et depuis reste.",
  "Nothing is written that has a new type error or a call that does not wait; what can not be taken back is left working and said.":
    "Rien n'est écrit qui ait une nouvelle erreur de type ou un appel qui n'attend pas ; ce qui ne peut pas être annulé reste en état de marche, et c'est dit.",
  "Deploys nothing: prints the commands in order. Until then the Workers go on reading the store.":
    "Ne déploie rien : affiche les commandes dans l'ordre. D'ici là, les Workers continuent de lire le store.",
  "its binding alone; the code goes back with the last one":
    "sa liaison seulement ; le code revient avec la dernière",
  "the commit before Lunakey's first change": "le commit d'avant le premier changement de Lunakey",
  "take the last eject back": "annule le dernier eject",
  "shows what would change": "montre ce qui changerait",
  "back to the store": "retour au store",
  "No Worker here is bound to a store in that environment.":
    "Aucun Worker d'ici n'est lié à un store dans cet environnement.",
  "Bound are: {known}": "Sont liés : {known}",
  "--since names no commit of this clone.": "--since ne désigne aucun commit de ce clone.",
  "This clone has only a part of the history: what was there before Lunakey is not in it.":
    "Ce clone n'a qu'une partie de l'historique : ce qu'il y avait avant Lunakey n'y est pas.",
  "git fetch --unshallow, then again.": "git fetch --unshallow, puis recommence.",
  "No commit of this history is from before Lunakey.":
    "Aucun commit de cet historique ne date d'avant Lunakey.",
  "Nothing of Lunakey is committed here.": "Rien de Lunakey n'est commité ici.",
  "Name the commit with --since COMMIT, if it is in another branch; what is not committed yet goes with lunakey bind --undo and lunakey migrate --undo.":
    "Nomme le commit avec --since COMMIT, s'il est dans une autre branche ; ce qui n'est pas encore commité s'annule avec lunakey bind --undo et lunakey migrate --undo.",
  "reading commit {done} of {total}": "lecture du commit {done} sur {total}",
  "taking back and proving": "annulation et preuve",
  "… {what}": "… {what}",
  "Nothing of Lunakey is left here.": "Il ne reste rien de Lunakey ici.",
  "Take Lunakey out of {workers} ({files})?": "Retirer Lunakey de {workers} ({files}) ?",
  "Lunakey's entries can not be taken out without touching other lines.":
    "Les entrées de Lunakey ne peuvent pas être retirées sans toucher d'autres lignes.",
  "Take out the binding SECRETS and the var LUNAKEY_MODE by hand.":
    "Retire à la main la liaison SECRETS et la variable LUNAKEY_MODE.",
  "Stays as it is: taken back, it would make a type error at {where}.":
    "Reste tel quel : annulé, il y aurait une erreur de type en {where}.",
  "Stays as it is: taken back, nobody would wait for the promise at {where}.":
    "Reste tel quel : annulé, personne n'attendrait la promesse en {where}.",
  "Somebody changed what Lunakey had written: these lines stay as they are.":
    "Quelqu'un a changé ce que Lunakey avait écrit : ces lignes restent telles quelles.",
  "Goes on working: without a store the helper reads the individual secret.":
    "Continue de marcher : sans store, le helper lit le secret individuel.",
  "Deploy {worker} in {environment}:": "Déploie {worker} en {environment} :",
  "{path} ({lines}, the helper)": "{path} ({lines}, le helper)",
  "Next; until then the Workers go on reading the store:":
    "Ensuite ; d'ici là, les Workers continuent de lire le store :",
  "{worker}: off the store in {environments}.": "{worker} : hors du store en {environments}.",
  "As it was at {commit} ({title}), with what was changed since: {files}.":
    "Comme au commit {commit} ({title}), avec ce qui a changé depuis : {files}.",
  "Left as it is, and goes on working:": "Laissé tel quel, et continue de marcher :",
  "Nothing had to be written.": "Rien n'était à écrire.",
  "Written. To go back to the store: lunakey eject --undo":
    "Écrit. Pour revenir au store : lunakey eject --undo",
  "Has the store write the current values as individual secrets first; they are sent, never verified, until a Worker has compared them (--verify).":
    "Fait d'abord écrire par le store les valeurs actuelles comme secrets individuels ; elles sont envoyées, jamais vérifiées, tant qu'un Worker ne les a pas comparées (--verify).",
  "the files alone: the individual secrets are left as they are":
    "les fichiers seulement : les secrets individuels restent comme ils sont",
  "go on only when each Worker has found its copies equal":
    "ne continue que lorsque chaque Worker a trouvé ses copies identiques",
  "shows, asks, sends the values, writes": "montre, demande, envoie les valeurs, écrit",
  "The current values are in the store, and none can be reached from here.":
    "Les valeurs actuelles sont dans le store, et aucun n'est joignable d'ici.",
  "Give --url and --token-file; or --code-only, where the individual secrets are all there and up to date.":
    "Donne --url et --token-file ; ou --code-only, si les secrets individuels sont tous là et à jour.",
  "Not sent: {secrets} (first: {name} of {worker}); no file was changed.":
    "Pas envoyé : {secrets} (le premier : {name} de {worker}) ; aucun fichier n'a changé.",
  "Look: lunakey sync --status --env {environment}; then run this again.":
    "Regarde : lunakey sync --status --env {environment} ; puis relance.",
  "{done} of {count} were compared by their Workers":
    "{done} sur {count} ont été comparés par leurs Workers",
  "Sent, and compared by no Worker yet: {secrets} (first: {name} of {worker}); no file was changed.":
    "Envoyé, et comparé par aucun Worker encore : {secrets} (le premier : {name} de {worker}) ; aucun fichier n'a changé.",
  "A Worker compares in mode shadow, with compareInShadow(): lunakey mode shadow --env {environment} --worker {worker}, deploy, let it serve; then run this again. Or leave out --verify.":
    "Un Worker compare en mode shadow, avec compareInShadow() : lunakey mode shadow --env {environment} --worker {worker}, déploie, laisse-le servir ; puis relance. Ou sans --verify.",
  "Give --code-only or --verify, not both.": "Donne --code-only ou --verify, pas les deux.",
  "First the store writes these individual secrets; what they hold now can not be read back: {what}":
    "D'abord, le store écrit ces secrets individuels ; ce qu'ils contiennent maintenant ne peut pas être relu : {what}",
  "Individual secrets that the store would write:": "Secrets individuels que le store écrirait :",
  "Individual secrets:": "Secrets individuels :",
  "to be sent": "à envoyer",
  "on its way": "en route",
  "compared by the Worker, and equal": "comparé par le Worker, et identique",
  "{worker} ({environment}) has {names} from Cloudflare's store alone, and the gateway would send none of them; no file was changed.":
    "{worker} ({environment}) tient {names} du seul store de Cloudflare, et la passerelle n'en enverrait aucun ; aucun fichier n'a été changé.",
  "lunakey grant {worker} {names} --env {environment} has it send those that it has a binding for. Others: npx wrangler secret put NAME, for each; then lunakey eject --code-only.":
    "lunakey grant {worker} {names} --env {environment} lui fait envoyer ceux pour lesquels elle a une liaison. Les autres : npx wrangler secret put NOM, pour chacun ; puis lunakey eject --code-only.",
} as const;
