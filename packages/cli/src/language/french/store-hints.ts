/** What the store advises with a refusal, in French; by the sentence that it sends. */
export const STORE_HINTS = {
  "Begin again: lunakey backup FILE": "Recommence : lunakey backup FICHIER",
  "Begin with its first chunk: lunakey restore FILE":
    "Commence par son premier morceau : lunakey restore FICHIER",
  "Check LUNAKEY_TOKEN, or ask an admin for a new token.":
    "Vérifie LUNAKEY_TOKEN, ou demande un nouveau jeton à un admin.",
  "Create another admin token first.": "Crée d'abord un autre jeton d'admin.",
  "Deploy a gateway at least as new as the one that made the backup.":
    "Déploie une passerelle au moins aussi récente que celle qui a fait la sauvegarde.",
  "Environments do not inherit: name the one that holds it, or all. lunakey list shows them.":
    "Les environnements n'héritent pas : nomme celui qui le contient, ou all. lunakey list les montre.",
  "Look at the history, then decide again.": "Regarde l'historique, puis décide à nouveau.",
  "Look at the preview; to replace the store's values, import with overwrite.":
    "Regarde l'aperçu ; pour remplacer les valeurs du store, importe avec --overwrite.",
  "Move them off it first, or delete it all the same with --force (force=true over REST).":
    "Fais-les d'abord passer à un autre, ou supprime-le quand même avec --force (force=true par REST).",
  "Restore again from a whole file: lunakey restore FILE":
    "Restaure à nouveau depuis un fichier entier : lunakey restore FICHIER",
  "Rotate them one after the other, or keep them in backend vault.":
    "Tourne-les l'un après l'autre, ou garde-les dans le backend vault.",
  "Set its value again.": "Définis sa valeur à nouveau.",
  "Split the import into several.": "Coupe l'import en plusieurs.",
  "Take a backup that was not altered, and the recovery file of the same store.":
    "Prends une sauvegarde non altérée, et le fichier de récupération du même store.",
  "Update the copies too (--sync), or rotate and leave them as they are (--leave-copies).":
    "Mets aussi les copies à jour (--sync), ou tourne en les laissant comme elles sont (--leave-copies).",
  "lunakey token list shows them.": "lunakey token list les montre.",
  "Use a token with a stronger role.": "Utilise un jeton d'un rôle plus fort.",
} as const;
