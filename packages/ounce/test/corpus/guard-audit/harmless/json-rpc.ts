export const handlers: Record<string, () => string> = { get: () => 'a', fetch: () => 'b' };
export const run = (name: string) => handlers[name]?.();
export const direct = handlers.fetch?.();
