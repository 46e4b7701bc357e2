/** What starting Node costs by itself. */
export {};
