const app = { get: (path: string, handler: () => unknown) => [path, handler], post: () => {} };
app.get('/users', async () => ({ ok: true }));
app.post();
export { app };
