// The map and "use my position" need script; the form works without.
export const csr = true;
