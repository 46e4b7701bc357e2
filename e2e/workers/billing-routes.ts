/** The routes of luna-proxy-api under /billing. */
import { describe, expect, it } from "vitest";
import { renderCheckoutCompleted, signStripePayload } from "../doubles/stripe-webhook.ts";
import { asAdmin, expectError } from "./requests.ts";
import { type System, without } from "./system.ts";
import type { Answer } from "./traffic.ts";

export function testBillingRoutes(get: () => System): void {
  describe("POST /billing/checkout", () => {
    const order = { plan: "starter", user_id: "test", email: "test@example.com" };
    const checkOut = (body: unknown): Promise<Answer> => {
      const { api, ask } = get();
      return ask(`${api}/billing/checkout`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    };

    it.each(["starter", "growth"])("opens a payment page for the plan %s", async (plan) => {
      const answer = await checkOut({ ...order, plan });
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({
        id: expect.stringMatching(/^cs_test_/),
        url: expect.stringMatching(/^https:\/\/checkout\.stripe\.com\//),
      });
    });

    it.each([
      ["no JSON", "plan=starter", "body"],
      ["no plan", { ...order, plan: undefined }, "plan"],
      ["a plan that is not sold", { ...order, plan: "galaxy" }, "plan"],
      ["no user", { ...order, user_id: "" }, "user_id"],
      ["no e-mail", { ...order, email: "test" }, "email"],
    ])("refuses %s and names the field", async (_, body, field) => {
      expectError(await checkOut(body), 400, "invalid_input", undefined, field);
    });

    it("tells of a price that Stripe does not know", async () => {
      await without(get().accepted.stripePrices, async () => {
        const message = "Stripe refused the request: resource_missing.";
        expectError(await checkOut(order), 502, "stripe_error", message);
      });
    });

    it("tells of a key that Stripe does not know, without Stripe's words", async () => {
      await without(get().accepted.stripeKeys, async () => {
        const message = "Stripe refused the request: StripeAuthenticationError.";
        expectError(await checkOut(order), 502, "stripe_error", message);
      });
    });

    it("answers 404 to GET", async () => {
      const { api, ask } = get();
      expectError(await ask(`${api}/billing/checkout`), 404, "not_found");
    });
  });

  describe("POST /billing/webhook", () => {
    const send = (body: string, signature?: string): Promise<Answer> => {
      const { api, ask } = get();
      const headers: Record<string, string> = signature ? { "Stripe-Signature": signature } : {};
      return ask(`${api}/billing/webhook`, { method: "POST", headers, body });
    };
    const planOf = async (userId: string): Promise<unknown> => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/users/${userId}`, asAdmin(seed));
      return (answer.json() as { plan: unknown }).plan;
    };

    it("records the plan of an event that Stripe signed", async () => {
      const payload = renderCheckoutCompleted("payer", "growth");
      const signature = await signStripePayload(payload, get().seed.api.STRIPE_WEBHOOK_SECRET);
      const answer = await send(payload, signature);
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({ received: true });
      expect(await planOf("payer")).toBe("growth");
    });

    it("refuses what is not signed, or by another, or was altered", async () => {
      const { seed } = get();
      const payload = renderCheckoutCompleted("intruder", "growth");
      const signature = await signStripePayload(payload, seed.api.STRIPE_WEBHOOK_SECRET);
      const others = await signStripePayload(payload, "whsec_another");
      expectError(await send(payload), 400, "invalid_signature");
      expectError(await send(payload, "nonsense"), 400, "invalid_signature");
      expectError(await send(payload, others), 400, "invalid_signature");
      expectError(await send(`${payload} `, signature), 400, "invalid_signature");
      expect(await planOf("intruder")).toBeNull();
    });
  });
}
