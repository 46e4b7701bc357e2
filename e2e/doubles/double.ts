/** What stands in for one host: it answers a request as that host documents it would. */
export type Double = (request: Request) => Promise<Response>;
