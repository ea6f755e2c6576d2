/** Made by island.plugin.ts. */
declare module 'virtual:progress-island' {
  /** Address of the progress page's script, named by its content. */
  export const script: string;
}
