import { getServerSession } from "next-auth";
import { authOptions } from "@/lib/auth";

export const dynamic = "force-dynamic";

export default async function Page() {
  const session = await getServerSession(authOptions);
  return <main>{session?.user ? `Signed in as ${session.user.name}` : "Signed out"}</main>;
}
