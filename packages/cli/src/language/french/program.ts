/** What the help of every command has, in French; by the English sentence. */
export const PROGRAM = {
  "One store for the secrets of all your Cloudflare Workers.":
    "Un seul store pour les secrets de tous tes Workers Cloudflare.",
  "show the version": "montre la version",
  "en or fr; LANG decides where it is not given": "en ou fr ; sinon LANG décide",
  "lunakey COMMAND --help shows a command's options and examples.":
    "lunakey COMMANDE --help montre les options et des exemples d'une commande.",
  "{summary} (required)": "{summary} (obligatoire)",
  "write JSON to standard output, errors as JSON to standard error":
    "écrit du JSON sur la sortie standard, les erreurs en JSON sur l'erreur standard",
  "address of the store's admin Worker (or LUNAKEY_URL)":
    "adresse du Worker admin du store (ou LUNAKEY_URL)",
  "file that holds a token (or LUNAKEY_TOKEN_FILE, LUNAKEY_TOKEN)":
    "fichier qui contient un jeton (ou LUNAKEY_TOKEN_FILE, LUNAKEY_TOKEN)",
  "the local store, even where lunakey.jsonc names another":
    "le store local, même si lunakey.jsonc en nomme un autre",
  "show this help": "montre cette aide",
  "Examples:": "Exemples :",
  "Usage:": "Utilisation :",
  "Options:": "Options :",
  "Arguments:": "Arguments :",
  "Commands:": "Commandes :",
  "See, with or without a store:": "Voir, avec ou sans store :",
  "Move Workers onto the store, and back:": "Passer les Workers au store, et en revenir :",
  "Secrets:": "Secrets :",
  "Rotate:": "Rotation :",
  "Individual secrets of the Workers:": "Secrets individuels des Workers :",
  "Who may, and who did:": "Qui peut, et qui a fait quoi :",
  "The store itself:": "Le store lui-même :",
  "[options]": "[options]",
  "[command]": "[commande]",
} as const;
