/** Takes the environment, and reads of it what it likes. */
export function openStore(env: object): string;
