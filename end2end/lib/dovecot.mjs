// A real IMAP server on loopback, Debian's dovecot, with one mailbox that tests put messages into.
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = '/usr/sbin/dovecot';
const password = 'correct_horse';
const certificates = resolve(import.meta.dirname, '..', '..', 'backend', 'tests', 'common', 'sink');

const freePort = () => new Promise(done => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

const answers = port => new Promise(done => {
  const line = connect(port, '127.0.0.1', () => { line.destroy(); done(true); });
  line.on('error', () => done(false));
});

/** `{ config(mailbox), deliver(message), close }`; nothing where dovecot is not installed, and a line that says so. */
export async function dovecot() {
  if (!existsSync(program)) {
    console.log('IMAP skipped: dovecot is not installed');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'casewell-imap-'));
  const port = await freePort();
  const box = join(folder, 'mail', 'desk');
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(box, name), { recursive: true });
  for (const name of ['mail', 'mail/desk', 'mail/desk/new', 'mail/desk/cur', 'mail/desk/tmp']) chmodSync(join(folder, name), 0o777);
  chmodSync(folder, 0o755);
  for (const name of ['certificate.pem', 'key.pem']) copyFileSync(join(certificates, name), join(folder, name));
  writeFileSync(join(folder, 'password'), password);
  writeFileSync(join(folder, 'dovecot.conf'), conf(folder, port));
  const child = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  process.on('exit', () => child.kill());
  for (let tries = 0; !await answers(port); tries++) {
    if (tries > 100) throw new Error('dovecot did not start');
    await new Promise(wake => setTimeout(wake, 50));
  }
  let next = 0;
  return {
    /** The settings of a desk that reads it. */
    config({ name, address }) {
      const path = join(folder, 'casewell.toml');
      const lines = {
        name, address, imap: `imaps://desk@127.0.0.1:${port}`, password_file: join(folder, 'password'), ca: join(folder, 'certificate.pem'),
      };
      writeFileSync(path, `[[mailboxes]]\n${Object.entries(lines).map(([key, value]) => `${key} = "${value}"`).join('\n')}\n`);
      return path;
    },
    deliver(message) {
      const file = `${String(++next).padStart(9, '0')}.M${process.pid}.test`;
      writeFileSync(join(box, 'tmp', file), message.replaceAll(/\r?\n/g, '\r\n'));
      chmodSync(join(box, 'tmp', file), 0o666);
      renameSync(join(box, 'tmp', file), join(box, 'new', file));
    },
    /** How many messages lie in it that nobody has read. */
    unread: () => readdirSync(join(box, 'new')).length,
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const conf = (at, port) => `
protocols = imap
listen = 127.0.0.1
base_dir = ${at}/run
state_dir = ${at}/state
log_path = ${at}/log
ssl = required
ssl_cert = <${at}/certificate.pem
ssl_key = <${at}/key.pem
mail_location = maildir:${at}/mail/%u
first_valid_uid = 1
mail_uid = nobody
mail_gid = nogroup
maildir_stat_dirs = yes
mailbox_idle_check_interval = 1 secs
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${at}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
`;
