export function $(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;
