declare module "$env/dynamic/private" {
  export const env: { [key: `PUBLIC_${string}`]: undefined; [key: string]: string | undefined };
}
