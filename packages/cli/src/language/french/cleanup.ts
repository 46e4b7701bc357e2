/** Of `lunakey rehearse` and `lunakey cleanup`, in French; by the English sentence. */
export const CLEANUP = {
  "Show which reads would fail if the Workers had no individual secrets":
    "Montrer quelles lectures échoueraient si les Workers n'avaient pas de secrets individuels",
  "Joins what the code reads with what the store gave each Worker, what the Workers reported, and what the account has; each fact says which of them it is from.":
    "Réunit ce que lit le code, ce que le store a donné à chaque Worker, ce que les Workers ont rapporté et ce qu'a le compte ; chaque fait dit d'où il vient.",
  "What nobody reported is unknown, never nothing.":
    "Ce que personne n'a rapporté est inconnu, jamais rien.",
  "Exit status 1 where something would fail.": "Code de sortie 1 si quelque chose échouerait.",
  "show the names that would be served too, with their facts":
    "montre aussi les noms qui seraient servis, avec leurs faits",
  "exit status 1 also where something is unknown":
    "code de sortie 1 aussi si quelque chose est inconnu",
  "before lunakey cleanup --env staging": "avant lunakey cleanup --env staging",
  "in CI, before a Worker goes store-only": "en CI, avant qu'un Worker passe en store-only",
  "Remove individual secrets that the Workers do not need any more; optional for ever":
    "Supprimer les secrets individuels dont les Workers n'ont plus besoin ; facultatif pour toujours",
  "Only where 30 days say that the store serves in their place: no read past the helper, every read served, no fallback reported and no report missing, the values seen equal.":
    "Seulement où 30 jours disent que le store sert à leur place : aucune lecture à côté du helper, chaque lecture servie, aucun repli rapporté et aucun rapport manquant, les valeurs vues égales.",
  "Takes them from the account, from .dev.vars and from secrets.required, and sets LUNAKEY_MODE to store-only once nothing is left.":
    "Les retire du compte, de .dev.vars et de secrets.required, et met LUNAKEY_MODE à store-only quand il n'en reste aucun.",
  "Shows all of it, and what nobody can have seen, before it asks.":
    "Montre tout cela, et ce que personne ne peut avoir vu, avant de demander.",
  "Cloudflare gives no individual secret back: from then on the store has the only value.":
    "Cloudflare ne rend aucun secret individuel : à partir de là, le store a la seule valeur.",
  "Production only after staging.": "La production seulement après staging.",
  "Interrupted, it is simply run again.": "Interrompue, elle se relance simplement.",
  "which environment: staging first": "quel environnement : staging d'abord",
  "also what was not seen for 30 days; asks for the Worker's name":
    "aussi ce qui n'a pas été vu pendant 30 jours ; demande le nom du Worker",
  "with --force: the Worker's name, where nobody can be asked":
    "avec --force : le nom du Worker, là où personne ne peut être interrogé",
  "show it, and change nothing": "le montre, et ne change rien",
  "take the files of the last lunakey cleanup back; secrets do not come back":
    "reprend les fichiers du dernier lunakey cleanup ; les secrets ne reviennent pas",
  "do not ask; does not stand in for --force": "ne demande pas ; ne remplace pas --force",
  "what would go, and what stays and why": "ce qui s'en irait, ce qui reste et pourquoi",
  "one Worker, after staging": "un Worker, après staging",
  "--env is required: begin with staging.": "--env est requis : commence par staging.",
  "--confirm goes with --force.": "--confirm va avec --force.",
  "--worker is required with --force.": "--worker est requis avec --force.",
  "--confirm must be the Worker's name, as --worker has it.":
    "--confirm doit être le nom du Worker, comme dans --worker.",
  "A wrangler config can not be edited without touching other lines.":
    "Une configuration wrangler ne peut pas être modifiée sans toucher d'autres lignes.",
  "Set LUNAKEY_MODE to store-only and take the names out of secrets.required by hand, then run it again.":
    "Mets LUNAKEY_MODE à store-only et retire les noms de secrets.required à la main, puis relance.",
  "Which individual secrets there are, only the account knows, and it could not be asked: {why}.":
    "Seul le compte sait quels secrets individuels existent, et il n'a pas pu être interrogé : {why}.",
  "npx wrangler login; or set CLOUDFLARE_API_TOKEN (Account, Workers Scripts, Edit) and CLOUDFLARE_ACCOUNT_ID. --dry-run shows what is known without.":
    "npx wrangler login ; ou définis CLOUDFLARE_API_TOKEN (Account, Workers Scripts, Edit) et CLOUDFLARE_ACCOUNT_ID. --dry-run montre ce qu'on sait sans.",
  "Cloudflare's API took the change, and {script} still has the secrets.":
    "L'API de Cloudflare a pris le changement, et {script} a encore les secrets.",
  "What was shown is not so any more, and nothing was changed: {what}.":
    "Ce qui a été montré n'est plus vrai, et rien n'a été changé : {what}.",
  "Run the same command again, and look at what it shows.":
    "Relance la même commande, et regarde ce qu'elle montre.",
  "Run the same command again.": "Relance la même commande.",
  "gave an answer that is not understood": "a donné une réponse incompréhensible",
  "The latest version of the Worker is not the one that serves: deploy it, then run the same command again.":
    "La dernière version du Worker n'est pas celle qui sert : déploie-la, puis relance la même commande.",
  "The token of CLOUDFLARE_API_TOKEN, else the sign-in of wrangler, needs Account, Workers Scripts, Edit, for the account of account_id or CLOUDFLARE_ACCOUNT_ID; then run the same command again.":
    "Le jeton de CLOUDFLARE_API_TOKEN, sinon la connexion de wrangler, a besoin de Account, Workers Scripts, Edit, pour le compte de account_id ou CLOUDFLARE_ACCOUNT_ID ; puis relance la même commande.",
} as const;
