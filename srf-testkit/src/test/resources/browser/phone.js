// SPDX-License-Identifier: Apache-2.0
//
// A JsSIP phone that does what the test tells it, and tells the test what it hears. The page's address says who it is: ?name=alice&wss=wss://…
import JsSIP from 'jssip';

const me = new URLSearchParams(location.search);
const name = me.get('name');
let call;

const tell = (what) => fetch(`/said?${name}`, { method: 'POST', body: what });

/** A tone: a stream that needs neither a microphone nor anybody's leave. */
function tone() {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const source = audio.createOscillator();
  source.connect(out);
  source.start();
  return out.stream;
}

const media = () => ({ mediaStream: tone(), pcConfig: { iceServers: [] } });

function follow(session) {
  call = session;
  session.on('progress', () => tell('progress'));
  session.on('confirmed', () => tell('confirmed'));
  session.on('hold', (e) => tell(`hold ${e.originator}`));
  session.on('unhold', (e) => tell(`unhold ${e.originator}`));
  session.on('ended', (e) => tell(`ended ${e.originator} ${e.cause}`));
  session.on('failed', (e) => tell(`failed ${e.originator} ${e.cause}`));
}

const ua = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(me.get('wss'))],
  uri: `sip:${name}@srf.example`,
  register_expires: 60,
});
ua.on('registered', () => tell('registered'));
ua.on('registrationFailed', (e) => tell(`not registered ${e.cause}`));
ua.on('newRTCSession', ({ originator, session }) => {
  follow(session);
  if (originator === 'remote') tell(`called by ${session.remote_identity.uri.user}`);
});
ua.start();

const obey = {
  call: (target) => ua.call(target, media()),
  answer: () => call.answer(media()),
  hold: () => call.hold({}, () => tell('holds')),
  unhold: () => call.unhold({}, () => tell('holds no more')),
  'hang-up': () => call.terminate(),
  leave: () => ua.stop(),
};

for (;;) {
  const order = await (await fetch(`/order?${name}`)).text();
  const [verb, argument] = order.split(' ');
  if (obey[verb]) obey[verb](argument);
}
