/** One file for both: files run side by side, and the account behind their gateways is one. */
import "./changes.ts";
import "./refusals.ts";
