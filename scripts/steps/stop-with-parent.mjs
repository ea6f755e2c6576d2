// Loaded before the server: when the script that started it is gone without a word (kill -9), the server is asked to
// stop as if by Ctrl-C, rather than live on with the port and the database.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // listening must not keep a program alive that has come to its end
  process.channel.unref();
}
