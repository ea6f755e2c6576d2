// Home is documents and forms: no script unless a page asks for it (report, own issues) or brings its own island (progress).
export const csr = false;
