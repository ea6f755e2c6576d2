// The app lives in the browser: one empty shell for every address, filled by the client.
export const ssr = false;
