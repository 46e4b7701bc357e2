/** The admin token that the tests' store starts with. It opens nothing else. */
export const FIRST_ADMIN_TOKEN = `lunakey_0123456789abcdef_${"A".repeat(43)}`;
