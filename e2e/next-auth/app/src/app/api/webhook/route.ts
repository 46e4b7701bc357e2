import { isSigned } from "@/lib/webhook";

export async function POST(request: Request): Promise<Response> {
  if (!isSigned(request)) return new Response("not signed", { status: 401 });
  return new Response("thank you");
}
