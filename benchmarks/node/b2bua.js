// SPDX-License-Identifier: Apache-2.0
//
// What ./srf b2bua does, as a drachtio-srf application: node b2bua.js ADMIN-PORT SECRET URI
const Srf = require('drachtio-srf');

const [port, secret, uri] = process.argv.slice(2);
const srf = new Srf();
srf.on('connect', (err) => console.log(err ? `not connected: ${err}` : 'ready'));
srf.on('error', (err) => console.error(err));
srf.invite(async (req, res) => {
  try {
    const { uas, uac } = await srf.createB2BUA(req, res, uri, { localSdpB: req.body });
    uas.on('destroy', () => uac.destroy());
    uac.on('destroy', () => uas.destroy());
  } catch (err) {
    console.error(err);
  }
});
srf.connect({ host: '127.0.0.1', port: Number(port), secret });
