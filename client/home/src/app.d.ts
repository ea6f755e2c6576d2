import type { Organisation } from '@dispatch/shared/board/reference';
import type { Me } from '@dispatch/shared/people/person';
import type { PageServices } from '@dispatch/shared/protocol/pages';

declare global {
  namespace App {
    interface Locals {
      pages: PageServices;
      who: Me | null;
      organisation: Organisation;
    }
    interface Platform {
      req: import('node:http').IncomingMessage & {
        /** Set by the server: what a page may ask of it, as this visitor. */
        pages?: PageServices;
        /** Set by the server: origins of a configured tile server, allowed as image sources. */
        imageSources?: readonly string[];
      };
    }
  }
}

export {};
