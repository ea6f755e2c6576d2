// As the report form: map and "use my position" need script, the rest does not.
export const csr = true;
