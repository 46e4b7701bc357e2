/** Help of the commands that rotate, watch and keep a store, in French; by the English sentence. */
export const HELP_OF_CARE = {
  "Give secrets new values, without a moment in which one is not accepted":
    "Donner de nouvelles valeurs à des secrets, sans un instant où l'une d'elles est refusée",
  "environment: default, staging, production, …, or all":
    "environnement : default, staging, production, …, ou all",
  "read the new value from a file": "lit la nouvelle valeur dans un fichier",
  "make it: so many random bytes, or characters":
    "la fabrique : tant d'octets aléatoires, ou de caractères",
  "hex, base64, base64url (as it is), uuid, or alphabet:CHARACTERS":
    "hex, base64, base64url (par défaut), uuid, ou alphabet:CARACTÈRES",
  "keep what was made in a new file, mode 0600":
    "garde ce qui est fabriqué dans un nouveau fichier, mode 0600",
  "several secrets and environments, as JSON; - for a pipe":
    "plusieurs secrets et environnements, en JSON ; - pour un tube",
  "accept the old value for so long: 24h (as it is), 7d, 0":
    "accepte l'ancienne valeur aussi longtemps : 24h (par défaut), 7d, 0",
  "stay pending until lunakey promote": "reste en attente jusqu'à lunakey promote",
  "refuse unless this is the current version": "refuse si ce n'est pas la version courante",
  "also where Workers hold copies: the store writes them, or how to is shown":
    "même si des Workers ont des copies : le store les écrit, ou affiche comment faire",
  "also where Workers hold copies, which keep the old value":
    "même si des Workers ont des copies, qui gardent l'ancienne valeur",
  "the new value is not served from then on": "la nouvelle valeur n'est plus servie à partir de là",
  "two at one moment": "deux au même instant",
  "a client id with its secret": "un identifiant client avec son secret",
  "Make a pending version the current one": "Rendre courante une version en attente",
  "the old value is accepted for a day": "l'ancienne valeur est acceptée un jour",
  "Withdraw a pending version, or go back to the one before":
    "Retirer une version en attente, ou revenir à la précédente",
  "back, or forward, to this version": "en arrière, ou en avant, vers cette version",
  "accept what is left for so long: 24h (as it is), 7d, 0":
    "accepte ce qui est quitté aussi longtemps : 24h (par défaut), 7d, 0",
  "End the overlap of the previous version now":
    "Terminer tout de suite le recouvrement de la version précédente",
  "Show which Workers have read the current version, and which have not":
    "Montrer quels Workers ont lu la version courante, et lesquels non",
  "wait until every Worker has read it": "attend que chaque Worker l'ait lue",
  "how long to wait: 10m (as it is), 1h": "combien de temps attendre : 10m (par défaut), 1h",
  "lists the Workers": "liste les Workers",
  "Let a Worker read secrets": "Permettre à un Worker de lire des secrets",
  "name of the Worker, as its binding's props say":
    "nom du Worker, comme le disent les props de son binding",
  "names of secrets": "noms de secrets",
  "environment of the Worker: default (a config's top level), staging, production, …":
    "environnement du Worker : default (le niveau principal d'une configuration), staging, production, …",
  "two names": "deux noms",
  "a config's top level": "le niveau principal d'une configuration",
  "Stop a Worker from reading secrets": "Empêcher un Worker de lire des secrets",
  "one name": "un nom",
  "List which Worker may read what": "Lister quel Worker peut lire quoi",
  "only this Worker": "seulement ce Worker",
  "only this secret": "seulement ce secret",
  "lists all": "liste tout",
  "lists one Worker's": "liste ceux d'un Worker",
  "List which Worker read what, from where, and when last":
    "Lister quel Worker a lu quoi, d'où, et quand pour la dernière fois",
  "who reads it": "qui le lit",
  "one Worker's reads, for a script": "les lectures d'un Worker, pour un script",
  "Show whether the Workers' own copies are the store's values":
    "Montrer si les copies des Workers sont égales aux valeurs du store",
  "what is known of production": "ce qui est connu de la production",
  "one Worker's, for a script": "celles d'un Worker, pour un script",
  "Say from where a Worker's environment reads: its own copies, or the store":
    "Dire où lit l'environnement d'un Worker : dans ses propres copies, ou dans le store",
  "shadow, store-first, store-only or individual-first":
    "shadow, store-first, store-only ou individual-first",
  "which Worker, where the repository has several": "quel Worker, si le dépôt en a plusieurs",
  "although copies were not all seen equal":
    "bien que les copies n'aient pas toutes été vues égales",
  "take the last lunakey mode back; MODE is left out": "défait le dernier lunakey mode ; sans MODE",
  "compares, and serves as before": "compare, et sert comme avant",
  "once lunakey parity says so": "une fois que lunakey parity le dit",
  "List the newest events of the audit log": "Lister les derniers événements du journal d'audit",
  "how many events; 50 where not given": "combien d'événements ; 50 si tu ne dis rien",
  "the last 50 events": "les 50 derniers événements",
  "for a script": "pour un script",
  "Show the store, how far this repository's Workers are, and what is next":
    "Montrer le store, où en sont les Workers de ce dépôt, et la suite",
  "without asking the account what is deployed": "sans demander au compte ce qui est déployé",
  "the store that commands here talk to, and this repository":
    "le store auquel parlent les commandes ici, et ce dépôt",
  "another store": "un autre store",
  "Make, list and revoke tokens": "Créer, lister et révoquer des jetons",
  "Make a token, into a file that only you can read":
    "Créer un jeton, dans un fichier que toi seul peux lire",
  "what it is for": "à quoi il sert",
  "admin: everything; writer: secrets; viewer: metadata and audit":
    "admin : tout ; writer : les secrets ; viewer : les métadonnées et l'audit",
  "a new file for the token, mode 0600": "un nouveau fichier pour le jeton, mode 0600",
  "opens nothing from then on, such as 2027-01-31":
    "n'ouvre plus rien à partir de là, par exemple 2027-01-31",
  "write the token to the terminal": "écrit le jeton sur le terminal",
  "into a file": "dans un fichier",
  "into another program": "dans un autre programme",
  "List tokens: labels, roles, last use": "Lister les jetons : libellés, rôles, dernier usage",
  "Revoke a token for ever": "Révoquer un jeton pour toujours",
  "the token's id: 16 hexadecimal digits": "l'identifiant du jeton : 16 chiffres hexadécimaux",
  "asks first": "demande d'abord",
  "Write the gateway and the admin Worker into this repository":
    "Écrire la passerelle et le Worker admin dans ce dépôt",
  "cloudflare: values in Cloudflare's Secrets Store; vault: values in the gateway":
    "cloudflare : les valeurs dans le Secrets Store de Cloudflare ; vault : les valeurs dans la passerelle",
  "id of the store; of Cloudflare's, where that is the backend":
    "identifiant du store ; de celui de Cloudflare, si c'est le backend",
  "backend cloudflare: the environment that its values are for, or all":
    "backend cloudflare : l'environnement auquel sont ses valeurs, ou all",
  "where to write; lunakey where not given": "où écrire ; lunakey si tu ne dis rien",
  "without the admin Worker": "sans le Worker admin",
  "import the Workers from npm packages, in place of a copy":
    "importe les Workers de paquets npm, au lieu d'une copie",
  "where token and recovery file go; outside of the repository":
    "où vont le jeton et le fichier de récupération ; hors du dépôt",
  "set up an existing store again, to be restored into":
    "remet en place un store existant, pour y restaurer",
  "read the recovery file's passphrase from a file":
    "lit la phrase de passe du fichier de récupération dans un fichier",
  "write although this is no git repository": "écrit bien que ce ne soit pas un dépôt git",
  "show the files, and make nothing": "montre les fichiers, et ne crée rien",
  "asks what it needs to know": "demande ce qu'il lui faut savoir",
  "without a terminal": "sans terminal",
  "for a store that was lost": "pour un store perdu",
  "Copy the whole store into a file, with values sealed as they are":
    "Copier tout le store dans un fichier, valeurs scellées comme elles sont",
  "a new file, mode 0600": "un nouveau fichier, mode 0600",
  "the store that commands here talk to": "le store auquel parlent les commandes ici",
  "Put a backup into an empty store of the same id and root key":
    "Remettre une sauvegarde dans un store vide de même identifiant et de même clé racine",
  "a file that lunakey backup made": "un fichier que lunakey backup a créé",
  "Move all values to the newest root key, while reads go on":
    "Passer toutes les valeurs sous la dernière clé racine, pendant que les lectures continuent",
  "shows how far it is": "montre où il en est",
  "Use the recovery file: hand its keys to wrangler, add the next one":
    "Utiliser le fichier de récupération : donner ses clés à wrangler, ajouter la suivante",
  "Hand the gateway's keys to wrangler, through a pipe only":
    "Donner les clés de la passerelle à wrangler, par un tube seulement",
  "the recovery file that lunakey init made": "le fichier de récupération que lunakey init a créé",
  "the first deploy": "le premier déploiement",
  "sets them on a gateway that is deployed": "les définit sur une passerelle déployée",
  "Make the next root key, into the recovery file":
    "Fabriquer la clé racine suivante, dans le fichier de récupération",
  "then prints what to do with it": "affiche ensuite quoi en faire",
} as const;
