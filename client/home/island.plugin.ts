import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin, type Rolldown } from 'vite';

const NAME = 'virtual:progress-island';
const FOLDER = '_app/immutable/island';

/**
 * Builds the progress page's script on its own and gives its address to the page as `virtual:progress-island`
 * (docs/decisions/0006). Its files are named by their content and lie beside the framework's, so they are served as
 * immutable and precompressed by the same handler.
 */
export function progressIsland(): Plugin {
  let built: Promise<Rolldown.RolldownOutput> | undefined;
  const island = (): Promise<Rolldown.RolldownOutput> => (built ??= buildIsland());
  return {
    name: 'progress-island',
    resolveId: { filter: { id: /^virtual:progress-island$/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:progress-island$/ },
      async handler() {
        const { output } = await island();
        const entry = output.find((file) => file.type === 'chunk' && file.isEntry);
        if (!entry) throw new Error(`${NAME}: the build has no entry`);
        return `export const script = ${JSON.stringify(`/${entry.fileName}`)};`;
      },
    },
    async generateBundle() {
      if (this.environment.name !== 'client') return;
      const { output } = await island();
      for (const file of output)
        this.emitFile({
          type: 'asset',
          fileName: file.fileName,
          source: file.type === 'chunk' ? file.code : file.source,
        });
    },
  };
}

async function buildIsland(): Promise<Rolldown.RolldownOutput> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    // What the page itself is drawn from comes with its styles; what the script fetches later brings its own.
    plugins: [svelte({ configFile: false })],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: `${root}src/lib/progress/island.ts`,
        output: {
          entryFileNames: `${FOLDER}/progress.[hash].js`,
          chunkFileNames: `${FOLDER}/[name].[hash].js`,
          assetFileNames: `${FOLDER}/[name].[hash][extname]`,
        },
      },
    },
  });
  return (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
}
