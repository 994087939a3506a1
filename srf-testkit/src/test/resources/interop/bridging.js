// SPDX-License-Identifier: Apache-2.0
//
// Applications between two phones.

// Passes an offer inside the call to the other leg, and the answer back.
function passOffers(from, to, say) {
  from.on('modify', async(req, res) => {
    const answer = await to.modify(req.body);
    say(`offer of ${from.type} passed`);
    res.send(200, { body: answer, headers: { Contact: from.local.contact } });
  });
}

// Passes another request inside the call to the other leg, and the answer back.
function passInfo(from, to, say) {
  from.on('info', async(req, res) => {
    const answer = await to.request({ method: 'INFO', body: req.body, headers: { 'Content-Type': req.get('Content-Type') } });
    say(`info of ${from.type} ${answer.status}`);
    res.send(answer.status);
  });
}

function bridges(options = () => ({})) {
  return ({ srf, say, sdp, uris }) => {
    srf.invite(async(req, res) => {
      req.on('cancel', () => say('cancelled'));
      try {
        const { uas, uac } = await srf.createB2BUA(req, res, uris[0], options({ req, say, sdp }), {
          cbProvisional: (ringing) => say(`provisional ${ringing.status}`)
        });
        say('bridged');
        for (const [from, to, who] of [[uas, uac, 'a'], [uac, uas, 'b']]) {
          passOffers(from, to, say);
          passInfo(from, to, say);
          from.on('destroy', async() => {
            say(`${who} hung up`);
            await to.destroy();
            say('both are gone');
          });
        }
      } catch (err) {
        say(`failed ${err.status}`);
      }
    });
  };
}

module.exports = {
  bridges: bridges(),

  bridgesWithHeaders: bridges(() => ({
    proxyRequestHeaders: ['X-Account'],
    proxyResponseHeaders: ['X-Phone'],
    responseHeaders: { 'X-Bridge': 'node' },
    callingNumber: '+4930123456'
  })),

  bridgesWithPassword: bridges(() => ({ auth: { username: 'app', password: 'secret' } })),

  bridgesReliably: bridges(() => ({ proxyRequestHeaders: ['Supported'], proxyResponseHeaders: ['Require'] })),

  triesTheNext({ srf, say, uris }) {
    srf.invite(async(req, res) => {
      for (const uri of uris) {
        try {
          const { uas, uac } = await srf.createB2BUA(req, res, uri, { passFailure: false });
          say('bridged');
          uas.on('destroy', () => uac.destroy());
          return;
        } catch (err) {
          say(`failed ${err.status}`);
        }
      }
      res.send(480);
    });
  },

  bills(kit) {
    const { srf, say } = kit;
    srf.on('cdr:attempt', (source) => say(`attempt ${source}`));
    srf.on('cdr:start', (source, time, role) => say(`start ${source} ${role}`));
    srf.on('cdr:stop', (source, time, reason) => say(`stop ${source} ${reason}`));
    bridges()({ ...kit, say: () => {} });
  }
};
