// The list keeps itself current over the socket.
export const csr = true;
