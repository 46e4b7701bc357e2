/** Takes the environment, and reads of it what it likes. */
export function openStore(env: object): string;
export interface SocketEvents {
  /** Nobody waits for what it answers. */
  onMessage?: (text: string) => void;
}
export function listen(events: SocketEvents): void;
export function upgradeSocket(
  request: Request,
  events: (socketId: string) => SocketEvents | Promise<SocketEvents>,
): Response;
