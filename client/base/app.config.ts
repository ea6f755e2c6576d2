import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import type { UserConfig } from 'vite';

/** Where `vite dev` finds the running server; `npm start` listens here unless told otherwise. */
const devServer = 'http://127.0.0.1:3000';

/**
 * The Vite configuration all three apps share.
 *
 * @param base path the app is served at, '' for the root, else with a leading and no trailing slash
 * @param shell 'static' when every page is the same empty shell (ssr = false): scripts are then named by hash,
 *   so that the page may be cached; 'rendered' when pages differ: scripts carry a nonce
 */
export function appConfig(base: '' | `/${string}`, shell: 'static' | 'rendered'): UserConfig {
  return {
    plugins: [
      tailwindcss(),
      sveltekit({
        adapter: adapter({ out: 'build', precompress: true }),
        paths: { base, relative: false },
        // One signal per deploy is enough: the live connection tells the client when the server is newer.
        version: { pollInterval: 0 },
        // Rendered pages take forms and check where they come from themselves (home: lib/access/forgery.ts), since the
        // framework compares whole origins, which it cannot know behind a proxy.
        csrf: { trustedOrigins: shell === 'rendered' ? ['*'] : [] },
        csp: {
          mode: shell === 'static' ? 'hash' : 'nonce',
          directives: {
            'default-src': ['self'],
            'script-src': ['self'],
            // Positions of markers, load bars and panel sizes are style attributes; no inline <script> is ever needed.
            'style-src': ['self', 'unsafe-inline'],
            // data: holds sprites and small icons, blob: photos not yet sent. A tile server is added per response.
            'img-src': ['self', 'data:', 'blob:'],
            'font-src': ['self'],
            // 'self' covers same-host websockets in current browsers; Safari before 15.4 needs them named.
            'connect-src': ['self', 'ws:', 'wss:'],
            'worker-src': ['self', 'blob:'],
            'manifest-src': ['self'],
            'object-src': ['none'],
            'base-uri': ['none'],
            'form-action': ['self'],
            'frame-ancestors': ['none'],
          },
        },
      }),
    ],
    // Workspace packages are TypeScript and Svelte source, so they go through the build rather than to Node as they are.
    ssr: { noExternal: [/^@dispatch\//] },
    build: { target: 'es2022', reportCompressedSize: false },
    server: {
      proxy: {
        '/api': { target: devServer, ws: true },
        '/socket.io': { target: devServer, ws: true },
      },
    },
  };
}
