/** Asks the first of many Workers, as many as `?count=` says, at once, and lists what they answered. */
type Member = { fetch(url: string): Promise<Response> };

export default {
  async fetch(request: Request, env: Readonly<Record<string, Member>>): Promise<Response> {
    const count = Number(new URL(request.url).searchParams.get("count"));
    const asked = Array.from({ length: count }, async (_, index) => {
      const answer = await env[`W${index}`]?.fetch("http://member/");
      return answer?.text();
    });
    return Response.json(await Promise.all(asked));
  },
};
