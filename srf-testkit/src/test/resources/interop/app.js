// SPDX-License-Identifier: Apache-2.0
//
// Ordinary drachtio-srf applications, run against this project's engine:
//   node app.js NAME HOST PORT SECRET [URI...]
// NAME is one that answering.js, bridging.js, proxying.js or calling.js exports; the last are begun once there is a connection.
// It prints one line for each thing that happens. The test compares them.
const Srf = require('drachtio-srf');

const [name, host, port, secret, ...uris] = process.argv.slice(2);
const incoming = { ...require('./answering'), ...require('./bridging'), ...require('./proxying') };
const outgoing = require('./calling');

const say = (line) => console.log(line);
const sdp = (origin) =>
  ['v=0', `o=- ${origin} 1 IN IP4 127.0.0.1`, 's=-', 'c=IN IP4 127.0.0.1', 't=0 0',
    'm=audio 40000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendrecv', ''].join('\r\n');

const srf = new Srf();
const kit = { srf, say, sdp, uris };
srf.on('error', (err) => say(`error ${err.message}`));
srf.on('connect', (err, hostport) => {
  if (err) return say(`refused ${err.message}`);
  say(`engine ${hostport}`);
  if (outgoing[name]) outgoing[name](kit).catch((e) => say(`error ${e.message}`));
});
if (incoming[name]) incoming[name](kit);
srf.connect({ host, port: Number(port), secret });
