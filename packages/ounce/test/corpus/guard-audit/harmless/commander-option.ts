const program = { option: () => program, command: () => program, get: (name: string) => name, connect: () => 1 };
export const value = program.command().option().get('url');
export const connected = program.connect();
