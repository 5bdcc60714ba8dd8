import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds the API: the fake one of `dev/fake-api.ts` unless a governor is named. */
const api = process.env.OUNCE_API ?? 'http://127.0.0.1:7791';

export default defineConfig({
  plugins: [react()],
  // `light-dark()` is used as it is; without these targets it would be rewritten for browsers that lack it.
  // Nothing is inlined, so that the page works under a content security policy without `data:` or `unsafe-inline`.
  build: {
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // What the bundled libraries ask for: their licences go along.
    license: { fileName: 'licenses.md' },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api } },
});
