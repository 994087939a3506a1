// SPDX-License-Identifier: Apache-2.0
//
// Applications that have requests passed on.

function proxies(options = {}) {
  return ({ srf, say, uris }) => {
    const pass = async(req) => {
      const { connected, finalStatus, responses } = await srf.proxyRequest(req, uris, options);
      const each = responses.flatMap(({ msgs }) => msgs.map(({ status }) => status)).join(' ');
      say(`${req.method} ${connected ? 'connected' : 'failed'} ${finalStatus}: ${each}`);
    };
    srf.invite((req) => pass(req).catch((err) => say(`error ${err.message}`)));
    srf.message((req) => pass(req).catch((err) => say(`error ${err.message}`)));
  };
}

module.exports = {
  proxies: proxies(),
  proxiesAndStays: proxies({ remainInDialog: true, headers: { 'X-Via': 'node' } }),
  proxiesAtOnce: proxies({ forking: 'simultaneous', remainInDialog: true }),
  proxiesImpatiently: proxies({ provisionalTimeout: '2s', finalTimeout: '20s' }),
  proxiesAndFollows: proxies({ followRedirects: true, remainInDialog: true })
};
