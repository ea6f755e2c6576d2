import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { smtpTransport } from './mail.ts';

/** A mail server that takes one mail, as RFC 5321 has it; resolves with the lines it was told. */
function mailServer(): Promise<{ port: number; told: Promise<string[]>; close: () => void }> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    let done: (lines: string[]) => void;
    const told = new Promise<string[]>((finish) => (done = finish));
    const server = createServer((socket) => {
      let inData = false;
      socket.write('220 test ESMTP\r\n');
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
          lines.push(line);
          if (inData && line === '.') {
            inData = false;
            done(lines);
            socket.write('250 taken\r\n');
          } else if (!inData) {
            inData = line === 'DATA';
            socket.write(inData ? '354 go on\r\n' : line.startsWith('QUIT') ? '221 bye\r\n' : '250 ok\r\n');
          }
        }
      });
    });
    server.listen(0, '127.0.0.1', () => {
      resolve({ port: (server.address() as AddressInfo).port, told, close: () => server.close() });
    });
  });
}

test('a mail reaches the server of the URL with its sender, recipient and id', async () => {
  const server = await mailServer();
  const send = smtpTransport(`smtp://127.0.0.1:${String(server.port)}`);
  await send({
    from: 'Board <board@city.example>',
    to: 'hanna@example.org',
    subject: 'News',
    text: 'Hello',
    messageId: '<1@city.example>',
  });
  const lines = await server.told;
  server.close();
  for (const line of [
    'MAIL FROM:<board@city.example>',
    'RCPT TO:<hanna@example.org>',
    'Subject: News',
    'Message-ID: <1@city.example>',
    'Hello',
  ])
    expect(lines).toContain(line);
});
