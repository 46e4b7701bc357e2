/** What commands have done, ask and show, in French; by the English sentence. */
export const RESULTS = {
  "{worker} in {environment}": "{worker} en {environment}",
  "{name} for {environment}": "{name} pour {environment}",
  "No grants.": "Aucun accord.",
  "Granted to {consumer}: {names}": "Accordé à {consumer} : {names}",
  "Revoked from {consumer}: {names}": "Retiré à {consumer} : {names}",
  "Unchanged: {names}": "Inchangé : {names}",
  "No reads were seen yet.": "Aucune lecture n'a encore été vue.",
  "Error:": "Erreur :",
  "Note:": "Note :",
  "Request {id}": "Requête {id}",
  new: "nouveau",
  different: "différent",
  same: "identique",
  "the same": "identiques",
  "{count} new": "{count} nouveaux",
  "{count} different": "{count} différents",
  "{count} the same": "{count} identiques",
  "Nothing was written to environment {environment} in {store}: {counts}.":
    "Rien n'a été écrit dans l'environnement {environment}, dans le {store} : {counts}.",
  "Nothing to write to environment {environment} in {store}: {counts}.":
    "Rien à écrire dans l'environnement {environment}, dans le {store} : {counts}.",
  "Written to environment {environment} in {store}: {counts}.":
    "Écrit dans l'environnement {environment}, dans le {store} : {counts}.",
  "Write these to environment {environment} in the {store}: {counts}?":
    "Écrire ceci dans l'environnement {environment}, dans le {store} : {counts} ?",
  "--- {path} ({count} characters, the built Worker)":
    "--- {path} ({count} caractères, le Worker construit)",
  "--- {path} (the first admin's token, mode 0600)":
    "--- {path} (le jeton du premier admin, mode 0600)",
  "--- {path} (recovery file, mode 0600)": "--- {path} (fichier de récupération, mode 0600)",
  "Nothing was made.": "Rien n'a été créé.",
  "Store {store}, backend {backend}. Written:": "Store {store}, backend {backend}. Écrit :",
  "Kept outside of the repository, for you only:": "Gardé hors du dépôt, pour toi seul :",
  "the first admin's token": "le jeton du premier admin",
  "the root key, under your passphrase; copy it to another place, without it a lost store stays lost":
    "la clé racine, sous ta phrase de passe ; copie-la ailleurs, sans elle un store perdu reste perdu",
  "Nothing was deployed. In this order, after npx wrangler login:":
    "Rien n'a été déployé. Dans cet ordre, après npx wrangler login :",
  "The gateway, together with its key and the token's hash:":
    "La passerelle, avec sa clé et l'empreinte du jeton :",
  "The admin Worker, once {config} has a route:":
    "Le Worker admin, une fois que {config} a une route :",
  "Is it there? (with your host, or `admin` in lunakey.jsonc)":
    "Répond-il ? (avec ton domaine, ou `admin` dans lunakey.jsonc)",
  "The backup; until then Workers use their own copies:":
    "La sauvegarde ; d'ici là, les Workers utilisent leurs propres copies :",
  "Then your Workers, one after the other, staging first.":
    "Ensuite tes Workers, l'un après l'autre, staging d'abord.",
  "No events.": "Aucun événement.",
  "No tokens.": "Aucun jeton.",
  active: "actif",
  revoked: "révoqué",
  "{name} for {environment} has no version that is known here.":
    "{name} pour {environment} n'a aucune version connue ici.",
  "{name} for {environment}: version {version}, current since {since}.":
    "{name} pour {environment} : version {version}, courante depuis {since}.",
  "No Worker may read it.": "Aucun Worker ne peut le lire.",
  "{count} not at this version yet.": "{count} pas encore à cette version.",
  "{count} silent: unknown, and not nothing.": "{count} silencieux : inconnus, et non pas rien.",
  "{count} with a copy of their own that was not seen equal to it.":
    "{count} avec une copie à eux qui n'a pas été vue égale.",
  "There are more Workers than are listed.": "Il y a plus de Workers que cette liste.",
  "Version {version} is not safe to end.":
    "La version {version} ne peut pas encore finir sans risque.",
  "Version {version} is safe to end from {at}.":
    "La version {version} peut finir sans risque à partir du {at}.",
  "Version {version} is safe to end: lunakey retire {name} --env {environment}":
    "La version {version} peut finir sans risque : lunakey retire {name} --env {environment}",
  "What was signed with it may live longer than any Worker uses it.":
    "Ce qui a été signé avec elle peut vivre plus longtemps que son usage par les Workers.",
  "No Worker may read anything yet.": "Aucun Worker ne peut encore rien lire.",
  unknown: "inconnu",
  never: "jamais",
  outdated: "trop ancien",
  missing: "manquant",
  "{who} can go store-first: every copy was seen equal.":
    "{who} peut passer en store-first : chaque copie a été vue égale.",
  "{who} has compared nothing yet. It does so in mode shadow, at reads through the helper, with: lunakey helper --add reports --worker {worker}":
    "{who} n'a encore rien comparé. Il le fait en mode shadow, aux lectures par le helper, avec : lunakey helper --add reports --worker {worker}",
  "{who} can not go store-first yet: {reasons}.":
    "{who} ne peut pas encore passer en store-first : {reasons}.",
  "Version {version} of {where} is pending, in {store}: verifiers accept it, and nothing is signed with it.":
    "La version {version} de {where} est en attente, dans le {store} : elle est acceptée à la vérification, et rien n'est signé avec elle.",
  "Version {version} of {where} is pending already, in {store}: verifiers accept it, and nothing is signed with it.":
    "La version {version} de {where} est déjà en attente, dans le {store} : elle est acceptée à la vérification, et rien n'est signé avec elle.",
  "To make it current: lunakey promote {name} --env {environment}":
    "Pour la rendre courante : lunakey promote {name} --env {environment}",
  "Version {version} of {where} becomes current at {at}, in {store}.":
    "La version {version} de {where} devient courante le {at}, dans le {store}.",
  "Version {version} of {where} becomes current at {at} already, in {store}.":
    "La version {version} de {where} devient déjà courante le {at}, dans le {store}.",
  "Version {version} of {where} is current, in {store}.":
    "La version {version} de {where} est courante, dans le {store}.",
  "Version {version} of {where} is current already, in {store}.":
    "La version {version} de {where} est déjà courante, dans le {store}.",
  "No other version is accepted beside it.": "Aucune autre version n'est acceptée à côté.",
  "Version {version} is not accepted from then on.":
    "La version {version} n'est plus acceptée à partir de là.",
  "Version {version} is accepted until {until}.":
    "La version {version} est acceptée jusqu'au {until}.",
  "An isolate that can not reach the store at this moment may use the old value of {name} for {minutes} minutes yet; it can not be told.":
    "Un isolat qui ne peut pas joindre le store en ce moment peut utiliser l'ancienne valeur de {name} encore {minutes} minutes ; il ne peut pas être prévenu.",
  "These Workers hold a copy of their own. Nothing was sent to them; in their folders:":
    "Ces Workers ont leur propre copie. Rien ne leur a été envoyé ; dans leurs dossiers :",
  "Whether these hold a copy of {name} of their own is unknown, since they have reported nothing lately: {consumers}.":
    "On ne sait pas si ceux-ci ont leur propre copie de {name}, car ils n'ont rien signalé récemment : {consumers}.",
  "These keep the old value of {name} in a copy of their own: {consumers}.":
    "Ceux-ci gardent l'ancienne valeur de {name} dans leur propre copie : {consumers}.",
  "No secrets.": "Aucun secret.",
  "{stage} {version} until {until}": "{stage} {version} jusqu'au {until}",
  "{moment} by {who}": "{moment} par {who}",
  "Values are never shown: a Worker with a grant reads them.":
    "Les valeurs ne sont jamais montrées : un Worker qui y a droit les lit.",
  "No versions.": "Aucune version.",
  "local development": "le développement local",
  "deployed Workers": "les Workers déployés",
  "{backend}, for environment {environment}": "{backend}, pour l'environnement {environment}",
  "{count} bound": "{count} liés",
  "{count}, {versions}": "{count}, {versions}",
  "Store {store} as of {at} is in {path}, mode 0600: {secrets}, {versions}, {events}.":
    "Le store {store} au {at} est dans {path}, mode 0600 : {secrets}, {versions}, {events}.",
  "It opens with the recovery file only: keep the two apart.":
    "Il ne s'ouvre qu'avec le fichier de récupération : garde les deux à part.",
  "Audit head {head}: note it elsewhere, it shows whether the log is cut one day.":
    "Tête de l'audit {head} : note-la ailleurs, elle montre si le journal est un jour coupé.",
  "Starting the local store…": "Démarrage du store local…",
  "Stopped; everything is kept.": "Arrêté ; tout est gardé.",
  "Store {store} is ready at {url}": "Le store {store} est prêt à {url}",
  "  Data   {path}": "  Données {path}",
  "  Token  {path}": "  Jeton   {path}",
  "Commands find it with these in their environment:":
    "Les commandes le trouvent avec ceci dans leur environnement :",
  "Next, in another terminal:": "Ensuite, dans un autre terminal :",
  "Or both in one: lunakey dev -- npx wrangler dev. Ctrl-C stops.":
    "Ou les deux en un : lunakey dev -- npx wrangler dev. Ctrl-C arrête.",
  "  Values 1 name of wrangler's local Secrets Store, for environment {environment}":
    "  Valeurs 1 nom du Secrets Store local de wrangler, pour l'environnement {environment}",
  "  Values {count} names of wrangler's local Secrets Store, for environment {environment}":
    "  Valeurs {count} noms du Secrets Store local de wrangler, pour l'environnement {environment}",
  "It keeps values in clear on this disk: development values only. To put one in:":
    "Il garde les valeurs en clair sur ce disque : des valeurs de développement seulement. Pour en mettre une :",
  "A new name is bound at the next start, a new value of a bound one at once.":
    "Un nouveau nom est lié au démarrage suivant, une nouvelle valeur d'un nom lié tout de suite.",
  "Where do the values live?": "Où vivent les valeurs ?",
  "  cloudflare  Cloudflare's own Secrets Store: its dashboard, its audit, no root key over values. Costs:":
    "  cloudflare  Le Secrets Store de Cloudflare : son dashboard, son audit, pas de clé racine sur les valeurs.",
  "              100 secrets at most, no versions, a deploy of the gateway for each new name.":
    "              Coûte : 100 secrets au plus, pas de versions, un déploiement de la passerelle par nouveau nom.",
  "  vault       Sealed in the gateway: versions, any number of names, environments kept apart. Costs:":
    "  vault       Scellées dans la passerelle : versions, autant de noms que tu veux, environnements séparés.",
  "              without the root key they are lost, so the recovery file and its passphrase are yours to keep.":
    "              Coûte : sans la clé racine elles sont perdues, donc le fichier de récupération et sa phrase de passe sont à garder.",
  "Backend [cloudflare]:": "Backend [cloudflare] :",
  "Id of your Secrets Store (npx wrangler secrets-store store list --remote):":
    "Identifiant de ton Secrets Store (npx wrangler secrets-store store list --remote) :",
  "Environment that the values are for (default: a config's top level) [production]:":
    "Environnement auquel les valeurs sont destinées (default : le niveau principal d'une configuration) [production] :",
  "Taken back: {files}": "Défait : {files}",
  "{worker} in {environment} is in mode {mode} from the next deploy on: {command}":
    "{worker} en {environment} passe en mode {mode} au prochain déploiement : {command}",
  "{worker} in {environment} is in mode {mode} already.":
    "{worker} en {environment} est déjà en mode {mode}.",
  "Workers go back to another version. {where}":
    "Les Workers reviennent à une autre version. {where}",
  "What was made with the previous version is not accepted from then on. {where}":
    "Ce qui a été fait avec la version précédente n'est plus accepté à partir de là. {where}",
  "{names} for {environment} in {store}": "{names} pour {environment} dans le {store}",
  "Root key {version} is in {path}. Copy that file to where its other copies are. Then:":
    "La clé racine {version} est dans {path}. Copie ce fichier là où sont ses autres copies. Ensuite :",
  "Give the key to the gateway:": "Donne la clé à la passerelle :",
  "Move the values to it, while reads go on:":
    "Passe les valeurs sous elle, pendant que les lectures continuent :",
  "Restored {secrets}, {versions} and the audit log into the {store}.":
    "Restauré : {secrets}, {versions} et le journal d'audit, dans le {store}.",
  "The log is self-consistent and goes on at event {index}. Tokens and grants are as they were.":
    "Le journal est cohérent avec lui-même et continue à l'événement {index}. Les jetons et les accords sont comme ils étaient.",
  "The log is BROKEN and goes on at event {index}. Tokens and grants are as they were.":
    "Le journal est ROMPU et continue à l'événement {index}. Les jetons et les accords sont comme ils étaient.",
  "Restore the backup of store {store} as of {at} ({secrets}) into the {label}?":
    "Restaurer la sauvegarde du store {store} au {at} ({secrets}) dans le {label} ?",
  "Moved to root key {current}: {versions}.":
    "Sous la clé racine {current} désormais : {versions}.",
  "{name} must stay, for {versions}.": "{name} doit rester, pour {versions}.",
  "Nothing needs {name} any more. Take it out of secrets.required in lunakey/store/wrangler.jsonc, then:":
    "Plus rien n'a besoin de {name}. Retire-la de secrets.required dans lunakey/store/wrangler.jsonc, puis :",
  "Keep it in the recovery file: backups from before need it.":
    "Garde-la dans le fichier de récupération : les sauvegardes d'avant en ont besoin.",
  "Rotates {name} for {environment} in {store}.":
    "Tourne {name} pour {environment} dans le {store}.",
  "Rotate {names} in {store}?": "Tourner {names} dans le {store} ?",
  "Workers that read {name} for {environment} from the {store} get nothing from then on, nor their own copy.":
    "Les Workers qui lisent {name} pour {environment} dans le {store} ne reçoivent plus rien à partir de là, pas même leur copie.",
  "Deleted {name} for {environment}, in {store}.":
    "{name} pour {environment} est supprimé, dans le {store}.",
  "To bring it back: lunakey undelete {name} --env {environment}":
    "Pour le faire revenir : lunakey undelete {name} --env {environment}",
  "To bring it back until {until}: lunakey undelete {name} --env {environment}":
    "Pour le faire revenir, jusqu'au {until} : lunakey undelete {name} --env {environment}",
  "{name} for {environment} is not deleted: version {version}, in {store}.":
    "{name} pour {environment} n'est pas supprimé : version {version}, dans {store}.",
  "Brought back {name} for {environment}: version {version}, in {store}.":
    "{name} pour {environment} est revenu : version {version}, dans le {store}.",
  "Put it into the local store all the same?": "La mettre quand même dans le store local ?",
  "Set {name} for {environment}: version {version}, in {store}.":
    "{name} pour {environment} est défini : version {version}, dans le {store}.",
  "{name} for {environment} has this value already: version {version}, in {store}.":
    "{name} pour {environment} a déjà cette valeur : version {version}, dans le {store}.",
  "Workers may use their own copy when the store can not be reached.":
    "Les Workers peuvent utiliser leur propre copie quand le store est injoignable.",
  "The Workers' own copies are obsolete: they are not used even when the store can not be reached.":
    "Les copies des Workers sont obsolètes : elles ne servent pas, même quand le store est injoignable.",
  "Token {id} ({role}) is in {path}, mode 0600.":
    "Le jeton {id} ({role}) est dans {path}, mode 0600.",
  "Revoke token {id} of the {store} for ever?": "Révoquer pour toujours le jeton {id} du {store} ?",
  "Revoked token {id}. It opens nothing any more.":
    "Le jeton {id} est révoqué. Il n'ouvre plus rien.",
} as const;
