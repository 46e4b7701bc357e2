import { getServerSession } from "next-auth";
import { authOptions } from "@/lib/auth";
import { countKeys } from "@/lib/keys";

export async function GET(request: Request): Promise<Response> {
  const session = await getServerSession(authOptions);
  if (!session) return Response.json({ error: "signed out" }, { status: 401 });
  const account = new URL(request.url).searchParams.get("account") ?? "";
  return Response.json({ user: session.user?.name, keys: await countKeys(account) });
}
