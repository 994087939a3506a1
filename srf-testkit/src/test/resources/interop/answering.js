// SPDX-License-Identifier: Apache-2.0
//
// Applications that phones call, or send other requests to.
const crypto = require('crypto');

const md5 = (text) => crypto.createHash('md5').update(text).digest('hex');
const direction = (body) => /a=(sendrecv|sendonly|recvonly|inactive)/.exec(body)?.[1];

function tellOf(dialog, say) {
  dialog.on('ack', (ack) => say(`acknowledged ${ack.body ? 'with a description' : 'without a body'}`));
  dialog.on('destroy', (bye, reason) => say(`destroyed ${reason || bye.method}`));
  return dialog;
}

function answersWith(headers, also = () => {}) {
  return ({ srf, say, sdp }) => {
    srf.invite(async(req, res) => {
      req.on('cancel', () => say('cancelled'));
      const dialog = tellOf(await srf.createUAS(req, res, { localSdp: sdp(2222), headers }), say);
      say('answered');
      also({ srf, say, sdp, dialog });
    });
  };
}

module.exports = {
  rejects({ srf, say }) {
    srf.invite((req, res) => {
      res.send(486, 'So Sorry', { headers: { 'X-Why': 'busy' } }, (err, sent) =>
        say(err ? `error ${err}` : `sent ${sent.status} ${sent.reason}`));
    });
  },

  redirects({ srf, say, uris }) {
    srf.invite((req, res) => {
      res.send(302, { headers: { Contact: `<${uris[0]}>` } }, (err, sent) => say(`sent ${sent.status}`));
    });
  },

  rings({ srf, say }) {
    srf.invite((req, res) => {
      req.on('cancel', (cancel) => say(`cancelled by ${cancel.method}`));
      res.send(180, (err, sent) => say(`sent ${sent.status}`));
    });
  },

  answers: answersWith({ 'X-App': 'node' }, ({ say, dialog }) => {
    dialog.on('info', (req, res) => { say(`info ${req.body.trim()}`); res.send(200); });
  }),

  answersAndHangsUp: answersWith({}, ({ say, dialog }) => {
    dialog.on('ack', async() => {
      const bye = await dialog.destroy();
      say(`hung up ${bye.method}`);
    });
  }),

  tellsOfOffers: answersWith({}, ({ say, dialog }) => {
    dialog.on('hold', (req) => say(`hold ${direction(req.body)}`));
    dialog.on('unhold', (req) => say(`unhold ${direction(req.body)}`));
    dialog.on('modify', (req, res) => {
      say(`modify ${direction(req.body)}`);
      res.send(200, { body: dialog.local.sdp, headers: { Contact: dialog.local.contact } });
    });
  }),

  answersUpdates: answersWith({}, ({ say, dialog }) => {
    dialog.on('update', (req, res) => {
      say(`update ${direction(req.body)}`);
      res.send(200, { body: dialog.local.sdp });
    });
  }),

  ringsReliably({ srf, say, sdp }) {
    srf.invite((req, res) => {
      const answer = async(prack) => {
        say(`${prack.method} ${prack.get('RAck').split(' ')[2]}`);
        tellOf(await srf.createUAS(req, res, { localSdp: sdp(2222) }), say);
        say('answered');
      };
      res.send(183, { body: sdp(2222), headers: { Require: '100rel' } }, (err, sent) =>
        say(`sent ${sent.status} ${sent.has('RSeq') ? 'reliably' : 'plainly'}`), answer);
    });
  },

  takesTransfers: answersWith({}, ({ say, dialog }) => {
    dialog.on('refer', async(req, res) => {
      say(`refer ${req.getParsedHeader('Refer-To').uri}`);
      res.send(202);
      for (const [state, status] of [['active;expires=60', '100 Trying'], ['terminated;reason=noresource', '200 OK']]) {
        const answer = await dialog.request({ method: 'NOTIFY', body: `SIP/2.0 ${status}\r\n`, headers: {
          'Event': 'refer', 'Subscription-State': state, 'Content-Type': 'message/sipfrag', 'Contact': dialog.local.contact } });
        say(`notified ${status} ${answer.status}`);
      }
    });
  }),

  registrar({ srf, say }) {
    srf.register((req, res) => {
      const given = Object.fromEntries([...(req.get('Authorization') || '').matchAll(/(\w+)="?([^",]*)"?/g)]
        .map(([, key, value]) => [key, value]));
      const expected = md5([md5('alice:srf:secret'), given.nonce, given.nc, given.cnonce, given.qop,
        md5(`REGISTER:${given.uri}`)].join(':'));
      if (given.response !== expected) {
        say('challenged');
        return res.send(401, { headers: { 'WWW-Authenticate': 'Digest realm="srf", nonce="n1", qop="auth", algorithm=MD5' } });
      }
      say(`registered ${given.username} for ${req.get('Expires')} s`);
      res.send(200, { headers: { Contact: `${req.get('Contact')};expires=60`, Expires: '60' } });
    });
  },

  repliesToOthers({ srf, say }) {
    srf.options((req, res) => { say('options'); res.send(200, { headers: { Allow: 'INVITE, OPTIONS' } }); });
    srf.message((req, res) => { say(`message ${req.body}`); res.send(202); });
    srf.publish((req, res) => { say(`publish ${req.get('Event')}`); res.send(200, { headers: { 'SIP-ETag': 'e1' } }); });
  },

  notifies({ srf, say }) {
    srf.subscribe(async(req, res) => {
      const dialog = await srf.createUAS(req, res, { headers: { Expires: req.get('Expires') } });
      const tell = (state, body) => dialog.request({ method: 'NOTIFY', body, headers: {
        'Event': 'presence', 'Subscription-State': state, 'Content-Type': 'application/pidf+xml' } });
      dialog.on('unsubscribe', async() => {
        say('unsubscribed');
        await dialog.destroy({ headers: { 'Event': 'presence', 'Subscription-State': 'terminated;reason=timeout' } });
        say('terminated');
      });
      const answer = await tell('active;expires=60', '<presence/>');
      say(`notified ${answer.status}`);
    });
  }
};
