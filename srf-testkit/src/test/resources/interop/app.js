// SPDX-License-Identifier: Apache-2.0
//
// An ordinary drachtio-srf application, run against this project's engine:
//   node app.js MODE HOST PORT SECRET [URI]
// It prints one line for each thing that happens, which the test waits for.
const Srf = require('drachtio-srf');

const [mode, host, port, secret, uri] = process.argv.slice(2);
const srf = new Srf();
const say = (line) => console.log(line);
const sdp = (origin) =>
  ['v=0', `o=- ${origin} 1 IN IP4 127.0.0.1`, 's=-', 'c=IN IP4 127.0.0.1', 't=0 0',
    'm=audio 40000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendrecv', ''].join('\r\n');

const modes = {
  reject() {
    srf.invite((req, res) => {
      res.send(486, 'So Sorry', { headers: { 'X-Why': 'busy' } }, (err, sent) =>
        say(err ? `error ${err}` : `sent ${sent.status}`));
    });
  },

  uas() {
    srf.invite(async(req, res) => {
      req.on('cancel', () => say('cancelled'));
      res.send(180);
      const dialog = await srf.createUAS(req, res, { localSdp: sdp(2222) });
      say('answered');
      dialog.on('ack', () => say('acknowledged'));
      dialog.on('info', (req, res) => { say(`info ${req.body.trim()}`); res.send(200); });
      dialog.on('destroy', () => say('destroyed'));
    });
  },

  ringing() {
    srf.invite((req, res) => {
      req.on('cancel', () => say('cancelled'));
      res.send(180, () => say('ringing'));
    });
  },

  async uac() {
    const dialog = await srf.createUAC(uri, { localSdp: sdp(1111) }, {
      cbProvisional: (res) => say(`provisional ${res.status}`)
    });
    say('connected to callee');
    const response = await dialog.request({ method: 'INFO', body: 'Signal=5\r\n',
      headers: { 'Content-Type': 'application/dtmf-relay' } });
    say(`info ${response.status}`);
    await dialog.destroy();
    say('hung up');
  },

  async fails() {
    await srf.createUAC(uri, { localSdp: sdp(1111) }).catch((err) => say(`failed ${err.status}`));
  },

  b2bua() {
    srf.invite(async(req, res) => {
      try {
        const { uas, uac } = await srf.createB2BUA(req, res, uri, { localSdpB: req.body });
        say('bridged');
        uas.on('destroy', () => { say('a hung up'); uac.destroy(); });
        uac.on('destroy', () => { say('b hung up'); uas.destroy(); });
      } catch (err) {
        say(`failed ${err.status}`);
      }
    });
  }
};

srf.on('error', (err) => say(`error ${err.message}`));
srf.on('connect', (err, hostport) => {
  if (err) return say(`refused ${err.message}`);
  say(`connected ${hostport}`);
  if (['uac', 'fails'].includes(mode)) modes[mode]().catch((e) => say(`error ${e.message}`));
});
if (!['uac', 'fails'].includes(mode)) modes[mode]();
srf.connect({ host, port: Number(port), secret });
