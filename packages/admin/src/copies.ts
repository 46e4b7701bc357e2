/** Routes of copies: the Workers' individual secrets, as the store writes them. No value is in any. */
import type { Route } from "./route.ts";

export const copyRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/v1/copies",
    command: "copies.list",
    summary: "List the Workers' individual secrets that the store writes, and how far each is",
  },
  {
    method: "put",
    path: "/v1/copies/target",
    command: "copies.target",
    summary: "Say which script at Cloudflare a consumer is",
  },
  {
    method: "post",
    path: "/v1/copies/plan",
    command: "copies.plan",
    summary: "What sending would do",
  },
  {
    method: "post",
    path: "/v1/copies/send",
    command: "copies.send",
    summary: "Write a consumer's individual secrets, and keep them equal to the store",
  },
  {
    method: "get",
    path: "/v1/copies/surplus",
    command: "copies.surplus",
    summary: "The individual secrets of a consumer that the store has nothing for",
  },
  {
    method: "post",
    path: "/v1/copies/remove",
    command: "copies.remove",
    summary: "Delete individual secrets of a consumer at Cloudflare",
  },
];
