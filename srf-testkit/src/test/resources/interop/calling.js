// SPDX-License-Identifier: Apache-2.0
//
// Applications that call phones, or send other requests to them.
const auth = { username: 'app', password: 'secret' };
const contentType = (type) => ({ 'Content-Type': type });

function calls({ srf, say, sdp, uris }, options = {}) {
  return srf.createUAC(uris[0], { localSdp: sdp(1111), ...options }, {
    cbProvisional: (res) => say(`provisional ${res.status}`)
  });
}

// Tells how it goes, and what is done in it; then hangs up.
async function inCall(kit, options, during = async() => {}) {
  const dialog = await calls(kit, options);
  kit.say('connected to callee');
  await during(dialog);
  const bye = await dialog.destroy();
  kit.say(`hung up ${bye.method}`);
}

const failure = ({ say }) => (err) => say(`failed ${err.status} ${err.reason || ''}`.trim());

// An out-of-dialog request; tells the final response.
async function requests({ srf, say, uris }, options) {
  srf.request(uris[0], options, (err, req) => {
    if (err) return say(`error ${err.message}`);
    req.on('response', (res) => say(`${options.method} ${res.status} ${res.get('X-Note') || ''}`.trim()));
  });
}

module.exports = {
  callsAndInforms(kit) {
    return inCall(kit, {}, async(dialog) => {
      const info = await dialog.request({ method: 'INFO', body: 'Signal=5\r\n', headers: contentType('application/dtmf-relay') });
      kit.say(`info ${info.status}`);
    });
  },

  isHungUpOn(kit) {
    return calls(kit).then((dialog) => {
      kit.say('connected to callee');
      return dialog.on('destroy', (bye) => kit.say(`destroyed ${bye.method}`));
    });
  },

  fails(kit) {
    return calls(kit).catch(failure(kit));
  },

  logsIn(kit) {
    return inCall(kit, { auth });
  },

  follows(kit) {
    return inCall(kit, { followRedirects: true });
  },

  callsThroughProxy(kit) {
    return inCall({ ...kit, uris: ['sip:someone@example.invalid'] }, { proxy: kit.uris[0] });
  },

  async cancels({ srf, say, sdp, uris }) {
    let sent;
    await srf.createUAC(uris[0], { localSdp: sdp(1111) }, {
      cbRequest: (err, req) => { sent = req; },
      cbProvisional: (res) => { say(`provisional ${res.status}`); sent.cancel(); }
    }).catch(failure({ say }));
  },

  async answersInTheAck({ srf, say, sdp, uris }) {
    const { sdp: offer, ack } = await srf.createUAC(uris[0], { noAck: true });
    say(`offered ${/m=(\w+)/.exec(offer)[1]}`);
    const dialog = await ack(sdp(1111));
    say('acknowledged');
    await dialog.destroy();
    say('hung up');
  },

  modifies(kit) {
    return inCall(kit, {}, async(dialog) => {
      await dialog.modify('hold');
      kit.say('held');
      await dialog.modify('unhold');
      kit.say('resumed');
    });
  },

  isRefusedAnOffer(kit) {
    return inCall(kit, {}, (dialog) => dialog.modify(kit.sdp(1111).replace('40000', '40002'))
      .then(() => kit.say('modified'), failure(kit)));
  },

  updates(kit) {
    return inCall(kit, {}, async(dialog) => {
      const update = await dialog.request({ method: 'UPDATE', body: kit.sdp(1111), headers: contentType('application/sdp') });
      kit.say(`update ${update.status} ${update.body ? 'with a description' : ''}`);
    });
  },

  transfers(kit) {
    return inCall(kit, {}, (dialog) => new Promise((resolve, reject) => {
      dialog.on('notify', (req, res) => {
        res.send(200);
        kit.say(`notify ${req.body.trim()}`);
        if (req.get('Subscription-State').startsWith('terminated')) resolve();
      });
      dialog.request({ method: 'REFER', headers: { 'Refer-To': `<${kit.uris[1]}>`, 'Contact': '<sip:app@localhost>' } })
        .then((refer) => kit.say(`refer ${refer.status}`), reject);
    }));
  },

  asksOptions(kit) {
    return requests(kit, { method: 'OPTIONS' });
  },

  writes(kit) {
    return requests(kit, { method: 'MESSAGE', body: 'Grüße ☎', headers: contentType('text/plain') });
  },

  registers(kit) {
    return requests(kit, { method: 'REGISTER', auth, headers: { Contact: '<sip:app@localhost>', Expires: '60' } });
  },

  async subscribes({ srf, say, uris }) {
    const dialog = await srf.createUAC(uris[0], { method: 'SUBSCRIBE', headers: { Event: 'presence', Expires: '60' } });
    say('subscribed');
    dialog.on('notify', (req, res) => {
      say(`notify ${req.get('Subscription-State')} ${req.body}`);
      res.send(200);
    });
  },

  async isReconnected(kit) {
    if (kit.dialog) return;
    const dialog = kit.dialog = await calls(kit);
    kit.say('connected to callee');
    dialog.on('info', (req, res) => { kit.say(`info ${req.body}`); res.send(200); });
    dialog.on('destroy', (bye) => kit.say(`destroyed ${bye.method}`));
    dialog.socket.destroy();
  }
};
