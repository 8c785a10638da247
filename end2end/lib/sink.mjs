// A mail server on loopback: keeps what it is given, and refuses when told to.
import { createServer } from 'node:net';

/** `{ url, mails, refuse(times), close }`; each mail is `{ to, data }`, with soft line breaks undone. */
export async function sink() {
  const mails = [];
  let refusals = 0;
  const server = createServer(socket => {
    let buffer = '';
    let to = '';
    let inData = false;
    const say = text => socket.write(`${text}\r\n`);
    const command = line => {
      const verb = line.split(/[ :]/)[0].toUpperCase();
      if (verb === 'EHLO') return say('250-sink\r\n250 SMTPUTF8');
      if (verb === 'RCPT') {
        to = line.replace(/^.*<(.*)>.*$/, '$1');
        return refusals-- > 0 ? say('550 5.7.1 nobody here takes mail of yours') : say('250 ok');
      }
      if (verb === 'DATA') {
        inData = true;
        return say('354 go on');
      }
      if (verb === 'QUIT') return socket.end('221 bye\r\n');
      say('250 ok');
    };
    say('220 sink');
    socket.on('error', () => {});
    socket.on('data', chunk => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (!inData) {
          command(line);
          continue;
        }
        inData = false;
        mails.push({ to, data: Buffer.from(line.replace(/=\r\n/g, ''), 'latin1').toString() });
        say('250 taken');
      }
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    mails,
    refuse: times => { refusals = times; },
    close: () => server.close(),
  };
}
