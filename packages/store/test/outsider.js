/**
 * Another script of the account, which binds the ledger's class by its script's name and calls
 * whatever it likes. Answers what it got, as JSON.
 */
export default {
  async fetch(request, env) {
    const { object, method, args } = await request.json();
    const stub = env.STOLEN.getByName(object);
    try {
      const got = await stub[method](...args);
      return Response.json({ got: got ?? null });
    } catch (error) {
      return Response.json({ refused: String(error) });
    }
  },
};
