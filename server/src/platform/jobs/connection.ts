import pg from 'pg';

/** A connection that locks hang on; `lost` settles as soon as it is gone, and with it the locks. */
export interface HeldConnection {
  client: pg.Client;
  lost: AbortSignal;
  close(): Promise<void>;
}

/** Opens a connection outside of any pool: session locks must live exactly as long as it does. */
export async function holdConnection(url: string): Promise<HeldConnection> {
  const client = new pg.Client({ connectionString: url, application_name: 'dispatch-board jobs', keepAlive: true });
  const lost = new AbortController();
  const lose = (): void => {
    lost.abort();
  };
  client.on('error', lose);
  client.on('end', lose);
  await client.connect();
  return {
    client,
    lost: lost.signal,
    async close() {
      await client.end().catch(() => undefined);
    },
  };
}
