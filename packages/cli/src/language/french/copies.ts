/** What is said of copies, in French; by the English sentence. */
export const COPIES = {
  "The store is older than this command line and does not know the question. docs/production.md, section 8, says how to deploy the new one.":
    "Le store est plus ancien que cette ligne de commande et ne connaît pas la question. docs/production.md, section 8, dit comment déployer le nouveau.",
  "Have the store write the Workers' individual secrets, and keep them equal":
    "Faire écrire par le store les secrets individuels des Workers, et les garder égaux",
  "The gateway writes them at Cloudflare, with a power that it has to be given; no value passes here.":
    "La passerelle les écrit chez Cloudflare, avec un pouvoir qu'il faut lui donner ; aucune valeur ne passe ici.",
  "Each change of a Worker's secrets deploys it anew, with the code that it has.":
    "Chaque changement des secrets d'un Worker le redéploie, avec le code qu'il a.",
  "From then on a copy follows whenever its secret changes.":
    "À partir de là, une copie suit chaque fois que son secret change.",
  "Without NAME: all that the Worker is granted. Without --worker: the repository's Workers that are not bound to the store.":
    "Sans NAME : tout ce qui est accordé au Worker. Sans --worker : les Workers du dépôt qui ne sont pas liés au store.",
  "A copy is sent, never verified, until its Worker has compared it.":
    "Une copie est envoyée (sent), jamais vérifiée (verified), tant que son Worker ne l'a pas comparée.",
  "show how far each copy is, and send nothing": "montre où en est chaque copie, et n'envoie rien",
  "wait until Cloudflare has taken all of them": "attend que Cloudflare les ait toutes prises",
  "also delete copies whose secret the store has no more, after showing which":
    "supprime aussi les copies dont le store n'a plus le secret, après avoir montré lesquelles",
  "show what would be sent, and send nothing": "montre ce qui serait envoyé, et n'envoie rien",
  "one Worker's, until the end": "celles d'un Worker, jusqu'au bout",
  "how far each copy is": "où en est chaque copie",
  "deletes one that the store does not know": "en supprime une que le store ne connaît pas",
  "{done} of {count} copies are sent": "{done} copies envoyées sur {count}",
  "There is nothing to send. First: lunakey grant WORKER NAME… --env ENV, and lunakey set NAME --env ENV":
    "Rien à envoyer. D'abord : lunakey grant WORKER NAME… --env ENV, et lunakey set NAME --env ENV",
  "To let it have them: lunakey grant {worker} {names} --env {environment}":
    "Pour les lui accorder : lunakey grant {worker} {names} --env {environment}",
  "To give it a value: lunakey set {name} --env {environment}":
    "Pour lui donner une valeur : lunakey set {name} --env {environment}",
  "The store writes no copies here.": "Le store n'écrit aucune copie ici.",
  "Cloudflare asked for patience: nothing is sent before {at}.":
    "Cloudflare demande de patienter : rien n'est envoyé avant {at}.",
  "The store writes the individual secret of {workers} in {environment} anew by itself; how far it is: lunakey sync --status --env {environment}":
    "Le store réécrit de lui-même le secret individuel de {workers} en {environment} ; où il en est : lunakey sync --status --env {environment}",
  "The store writes the individual secret of {workers} in {environment}, and could not: lunakey sync --status --env {environment}":
    "Le store écrit le secret individuel de {workers} en {environment}, et n'a pas pu : lunakey sync --status --env {environment}",
  "Other copies of the Workers' own are obsolete: they are not used even when the store can not be reached.":
    "Les autres copies des Workers sont obsolètes : elles ne servent pas, même quand le store est injoignable.",
  "Tried again at {at}.": "Nouvel essai à {at}.",
  "Then lunakey sync again.": "Puis relance lunakey sync.",
  "{names} of {script}:": "{names} de {script} :",
  "the token LUNAKEY_CLOUDFLARE_API_TOKEN is refused (code {code}). It needs the permission Workers Scripts: Edit for this account: npx wrangler secret put LUNAKEY_CLOUDFLARE_API_TOKEN -c lunakey/store/wrangler.jsonc.":
    "le jeton LUNAKEY_CLOUDFLARE_API_TOKEN est refusé (code {code}). Il lui faut la permission Workers Scripts: Edit pour ce compte : npx wrangler secret put LUNAKEY_CLOUDFLARE_API_TOKEN -c lunakey/store/wrangler.jsonc.",
  "Cloudflare has no script {script} (code {code}). Deploy it first, or correct `name` in its wrangler config.":
    "Cloudflare n'a pas de script {script} (code {code}). Déploie-le d'abord, ou corrige `name` dans sa configuration wrangler.",
  "the Worker has another binding or variable of this name (code {code}). Take it out of its wrangler config and deploy.":
    "le Worker a un autre binding ou une variable de ce nom (code {code}). Retire-le de sa configuration wrangler et déploie.",
  "Cloudflare takes no individual secret of over 5 KB ({code}). Bind the Worker to the store instead.":
    "Cloudflare ne prend pas de secret individuel de plus de 5 Ko ({code}). Lie plutôt le Worker au store.",
  "the Worker's latest version is not the one that is deployed (code {code}). Finish its roll-out.":
    "la dernière version du Worker n'est pas celle qui est déployée (code {code}). Termine son déploiement.",
  "the store can not open the value; lunakey rewrap says which root keys are missing.":
    "le store ne peut pas ouvrir la valeur ; lunakey rewrap dit quelles clés racines manquent.",
  "Cloudflare did not take it ({code}).": "Cloudflare ne l'a pas pris ({code}).",
  "{script}: sent once, and gone from the store: {names}":
    "{script} : envoyés un jour, et disparus du store : {names}",
  "{script}: NOT sent by the store, and lost for good: {names}":
    "{script} : PAS envoyés par le store, et perdus pour de bon : {names}",
  "{script}: not sent by the store, and left alone: {names}":
    "{script} : pas envoyés par le store, et laissés tels quels : {names}",
  "--status goes with one NAME at most.": "--status va avec un seul NAME au plus.",
  "{worker} is bound to the store and gets no copies; to write them all the same: --worker {worker}":
    "{worker} est lié au store et ne reçoit pas de copies ; pour les écrire quand même : --worker {worker}",
  "Overwrite these individual secrets, whose present values can not be read back ({what})?":
    "Écraser ces secrets individuels, dont les valeurs actuelles ne peuvent pas être relues ({what}) ?",
  "Delete these individual secrets? What they hold is lost.":
    "Supprimer ces secrets individuels ? Ce qu'ils contiennent est perdu.",
  "{count} would be sent, {gone} deleted. Nothing was.":
    "{count} seraient envoyés, {gone} supprimés. Rien ne l'a été.",
  "All of them are sent already.": "Toutes sont déjà envoyées.",
  "{count} on their way, {gone} to be deleted. How far they are: lunakey sync --status --env {environment}":
    "{count} en route, {gone} à supprimer. Où elles en sont : lunakey sync --status --env {environment}",
  "The store writes the copies of these once the version is current: {consumers}. How far they are: lunakey sync --status":
    "Le store écrit les copies de ceux-ci dès que la version est courante : {consumers}. Où elles en sont : lunakey sync --status",
  SENT: "ENVOYÉE",
} as const;
