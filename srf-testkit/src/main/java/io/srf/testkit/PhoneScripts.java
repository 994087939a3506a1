// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link Phone} does by itself from now on, and what it can do. */
abstract class PhoneScripts extends PhoneVerbs {
    PhoneScripts(Agent agent) {
        super(agent);
    }

    /** Does this with every call that comes, on the phone's thread. */
    public Phone onCall(Consumer<Call> script) {
        perform(() -> agent.script.onCall(script));
        return self();
    }

    /** Rings, and answers after this time. */
    public Phone answersAfter(Duration delay) {
        return onCall(call -> {
            call.rings();
            call.after(delay, call::answers);
        });
    }

    /** Rejects every call at once. */
    public Phone rejectsWith(int status) {
        return onCall(call -> call.rejects(status));
    }

    /** Rings, and nothing else. */
    public Phone ringsOnly() {
        return onCall(Call::rings);
    }

    /** Is silent when it is called: not even a 100. */
    public Phone neverAnswers() {
        return onCall(Call::staysSilent);
    }

    /** Hangs up this long after a call is established, made or taken. */
    public Phone hangsUpAfter(Duration delay) {
        perform(() -> agent.script.onAnswer(call -> call.after(delay, call::hangsUp)));
        return self();
    }

    /** Answers 180 to a re-INVITE from now on, and what it would have answered by itself after this time, as if its user had to accept the change. */
    public Phone asksItsUser(Duration time) {
        perform(() -> agent.script.asksItsUser(time));
        return self();
    }

    /** Answers requests with this method, other than a call's first INVITE, with this status. */
    public Phone repliesTo(String method, int status) {
        return repliesTo(method, status, response -> {});
    }

    /** Answers requests with this method, other than a call's first INVITE, with this status; the response is changed by {@code edit}. */
    public Phone repliesTo(String method, int status, Consumer<SipResponse.Builder> edit) {
        perform(() -> agent.replies.script(method, status, edit));
        return self();
    }

    /** Accepts each SUBSCRIBE outside of calls for the time it asks for; {@link #notifies} tells the state. */
    public Phone acceptsSubscriptions() {
        perform(agent.watches::accept);
        return self();
    }

    /** Calls whom a REFER names, and tells how that goes (RFC 3515). */
    public Phone followsReferrals() {
        perform(agent.script::followReferrals);
        return self();
    }

    /** Supports these extensions and says so when it calls; {@code 100rel} makes it answer reliable responses with PRACK (RFC 3262). */
    public Phone supports(String... extensions) {
        perform(() -> agent.extensions.addAll(List.of(extensions)));
        return self();
    }

    /**
     * Has sessions expire after this long, in whole seconds, unless the other side refreshes them (RFC 4028): it asks for that when it calls, and agrees when
     * it is called. A session that is not refreshed in time it ends with a BYE.
     */
    public Phone timesSessions(Duration interval) {
        perform(() -> agent.timing.times(interval));
        return self();
    }

    /** Refreshes sessions itself, when half of the interval is over, if the other side does not want to. See {@link #timesSessions}. */
    public Phone refreshesSessions(Duration interval, String method) {
        perform(() -> agent.timing.refreshes(interval, method));
        return self();
    }

    /** Refuses with 422 what would have sessions expire after less than this (RFC 4028 §9). */
    public Phone wantsSessionsOf(Duration minimum) {
        perform(() -> agent.timing.minimum(minimum));
        return self();
    }

    /** Answers challenges with this name and password: MD5, SHA-256 and SHA-512-256, {@code qop=auth} (RFC 7616, RFC 8760). */
    public Phone knows(String user, String password) {
        perform(() -> agent.logins.use(user, password));
        return self();
    }

    /** Sends requests outside of dialogs here, wherever their URI leads; null for no proxy. */
    public Phone outboundProxy(@Nullable InetSocketAddress proxy) {
        perform(() -> agent.outboundProxy(proxy));
        return self();
    }

    /** What it does wrong on purpose. */
    public Misbehaviour misbehaves() {
        return agent.misbehaviour;
    }
}
