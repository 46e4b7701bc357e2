/** Values that the tests and their set-up in `vitest.config.ts` share. */
export const STORE_ID = "e0cc9185036e40cebc8c4b86840a961f";
export const FIRST_ADMIN_TOKEN = `lunakey_00112233445566ff_${"A".repeat(43)}`;
