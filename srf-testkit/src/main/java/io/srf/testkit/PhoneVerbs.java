// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a test tells a {@link Phone} to do. Each verb acts at once, on the call that began last, and does not wait. */
abstract class PhoneVerbs extends PhoneBase {
    private static final String PLAIN_TEXT = "text/plain";
    private static final Duration USUAL_REGISTRATION = Duration.ofHours(1);

    PhoneVerbs(Agent agent) {
        super(agent);
    }

    /** Calls a URI, or a user of its outbound proxy's such as {@code bob}, with an offer. */
    public Phone calls(String uri) {
        return calls(uri, invite -> {});
    }

    /** Calls a URI with an INVITE changed by {@code edit}; {@code SipRequest.Builder::noBody} makes it one without offer. */
    public Phone calls(String uri, Consumer<SipRequest.Builder> edit) {
        Uri target = agent.target(uri);
        return act(() -> Call.begin(agent, target, edit));
    }

    /** Calls another phone directly. */
    public Phone calls(Phone other) {
        return calls(other.uri().toString());
    }

    /** Answers 180. */
    public Phone rings() {
        return actOnCall(Call::rings);
    }

    /** Answers 183 with early media. */
    public Phone progresses() {
        return actOnCall(Call::progresses);
    }

    /** Answers 180 with SDP, reliably: again and again until the PRACK comes (RFC 3262). */
    public Phone ringsReliably() {
        return actOnCall(call -> call.progressesReliably(180));
    }

    /** Answers 200. */
    public Phone answers() {
        return actOnCall(Call::answers);
    }

    /** Answers 200 once more with another To-tag, as if the INVITE had been forked. */
    public Phone answersAgain(String otherTag) {
        return actOnCall(call -> call.answersAgain(otherTag));
    }

    /** Answers with this status, 300 to 699. */
    public Phone rejects(int status) {
        return actOnCall(call -> call.rejects(status));
    }

    /** Sends a CANCEL, as soon as the protocol allows it. */
    public Phone cancels() {
        return actOnCall(Call::cancels);
    }

    /** Ends the call with what its state wants: BYE, CANCEL or 486. */
    public Phone hangsUp() {
        return actOnCall(Call::hangsUp);
    }

    /** Puts the other side on hold with a re-INVITE. */
    public Phone holds() {
        return actOnCall(Call::holds);
    }

    /** Ends the hold with a re-INVITE. */
    public Phone resumes() {
        return actOnCall(Call::resumes);
    }

    /** Sends a re-INVITE that offers this direction. */
    public Phone reInvites(MediaDirection wanted) {
        return actOnCall(call -> call.reInvites(wanted, request -> {}));
    }

    /** Sends an UPDATE without an offer. */
    public Phone updates() {
        return actOnCall(Call::updates);
    }

    /** Sends an UPDATE that offers this direction. */
    public Phone updates(MediaDirection wanted) {
        return actOnCall(call -> call.updates(wanted));
    }

    /** Sends a request without a body inside the call. */
    public Phone sends(String method) {
        return sends(method, request -> {});
    }

    /** Sends a request with a body of plain text inside the call. */
    public Phone sends(String method, String body) {
        return sends(method, request -> request.body(body, PLAIN_TEXT));
    }

    /** Sends a request inside the call, changed by {@code edit}. */
    public Phone sends(String method, Consumer<SipRequest.Builder> edit) {
        return actOnCall(call -> call.sends(method, edit));
    }

    /** Sends a request outside of any call, such as {@code OPTIONS} or {@code REGISTER}. */
    public Phone sendsTo(String uri, String method) {
        return sendsTo(uri, method, request -> {});
    }

    /** Sends a request with a body of plain text outside of any call, such as {@code MESSAGE}. */
    public Phone sendsTo(String uri, String method, String body) {
        return sendsTo(uri, method, request -> request.body(body, PLAIN_TEXT));
    }

    /** Sends a request outside of any call, changed by {@code edit}. */
    public Phone sendsTo(String uri, String method, Consumer<SipRequest.Builder> edit) {
        Uri target = agent.target(uri);
        return act(() -> {
            SipRequest request = agent.complete(method, agent.request(method, target, agent.ids.callId()), edit);
            Asking.send(
                    agent,
                    request,
                    agent.firstHop(target),
                    () -> {},
                    () -> request.cseq().number() + 1);
        });
    }

    /** Registers its name with its outbound proxy, for an hour. */
    public Phone registers() {
        return registers(agent.proxyHost());
    }

    /** Registers its name in this domain, for an hour. */
    public Phone registers(String domain) {
        return registers(domain, USUAL_REGISTRATION);
    }

    /** Registers its name in this domain for so long, in whole seconds; zero removes the registration. */
    public Phone registers(String domain, Duration expires) {
        return act(() -> agent.registering.register(domain, expires));
    }

    /** Asks the other side to call somebody instead, by REFER; {@link Phone#hearsOfTransfer} tells how that goes. */
    public Phone transfers(String uri) {
        return actOnCall(call -> call.transfers(uri));
    }

    /** Asks the other side to call this phone instead. */
    public Phone transfers(Phone to) {
        return transfers(to.uri().toString());
    }

    /** Asks the other side of its first call that is up to take its place in the last one (RFC 5589 §7). */
    public Phone transfersToLastCall() {
        return actOnCall(last -> firstCallBefore(last).transfersTo(last));
    }

    private Call firstCallBefore(Call last) {
        return agent.calls.all().stream()
                .filter(call -> call != last && call.state() == CallState.CONFIRMED)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(agent.name + " has no other call that is up"));
    }

    /** Subscribes to an event package at a URI, for so many whole seconds (RFC 6665). */
    public Phone subscribes(String uri, String event, Duration expires) {
        Uri target = agent.target(uri);
        return act(() -> {
            SipRequest subscribe = agent.complete(
                    Methods.SUBSCRIBE,
                    agent.request(Methods.SUBSCRIBE, target, agent.ids.callId()),
                    request -> request.add(HeaderName.EVENT, event)
                            .add(HeaderName.EXPIRES, Long.toString(expires.toSeconds())));
            Watch watch = new Watch(agent, subscribe);
            agent.watches.add(watch);
            watch.begin();
        });
    }

    /** Refreshes its subscription that began last; zero ends it. */
    public Phone resubscribes(Duration expires) {
        return act(() -> agent.watches.last().refresh(expires));
    }

    /** Tells the one who subscribed last the state of its subscription: {@code active;expires=60}, {@code terminated;reason=noresource}. */
    public Phone notifies(String subscriptionState, @Nullable String body) {
        return act(() -> agent.watches.last().tell(subscriptionState, body));
    }

    /** Sends these bytes, whatever they are. */
    public Phone sendsRaw(InetSocketAddress to, byte[] bytes) {
        return act(() -> agent.line.send(bytes.clone(), to, failure -> {}));
    }

    /** Sends this text as UTF-8, each line ended by CR and LF. */
    public Phone sendsRaw(InetSocketAddress to, String text) {
        String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
        return sendsRaw(to, lines.getBytes(StandardCharsets.UTF_8));
    }
}
