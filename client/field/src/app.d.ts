declare global {
  namespace App {
    interface Platform {
      req: import('node:http').IncomingMessage & {
        /** Set by the server: origins of a configured tile server, allowed as image sources. */
        imageSources?: readonly string[];
        /** Set by Express: the caller's address, proxies already taken into account. */
        ip?: string | undefined;
      };
    }
  }
}

export {};
