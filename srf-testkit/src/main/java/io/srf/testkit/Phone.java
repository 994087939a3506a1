// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipUri;
import io.srf.testkit.internal.ua.Ids;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A SIP telephone that a test tells what to do, and asks what it was told.
 *
 * <p>It is a peer of its own: its transactions, dialogs and offers follow RFC 3261, 3264, 3311 and 6026 and share no code with the
 * engine. Left alone it answers what a phone answers by itself (BYE, INFO, OPTIONS, re-INVITE …), and waits to be told whether
 * to take a call; {@link #answersAfter} and its like make it decide alone. {@link #misbehaves()} makes it break the rules.
 *
 * <pre>{@code
 * alice.calls(bob);
 * bob.isTold("INVITE").rings();
 * alice.sees(180);
 * bob.answers();
 * alice.isInCall().holds();
 * bob.isHeld().hangsUp();
 * alice.isIdle();
 * }</pre>
 *
 * <p><b>Verbs</b> act at once on the call that began last and do not wait. <b>Expectations</b> ({@link #sees}, {@link #isTold},
 * {@code is…}) let time pass until they hold, and fail with the ladder if they do not. The messages that count are those
 * since the phone's last verb, in order: each expectation goes on from what met the last.
 *
 * <p>Threads: one test at a time. Over a simulated network everything happens on the thread that drives the time; over real
 * sockets the phone has a thread of its own, and verbs go there and back.
 */
public final class Phone extends PhoneScripts implements AutoCloseable {
    /** How many reasons {@link #unreadable()} keeps. */
    public static final int MAX_UNREADABLE = 1_000;

    private final PhoneLine line;
    private final Expectations expectations;
    private boolean closed;

    private Phone(Agent agent) {
        super(agent);
        this.line = agent.line;
        this.expectations = new Expectations(agent);
        line.open(agent::received);
    }

    /**
     * Plugs a phone in.
     *
     * @param name the user of its URI, and what ladders call it
     * @param idStem in all its Call-IDs, branches and tags; must be its own among all that the phone meets
     */
    public static Phone on(PhoneLine line, String name, String idStem) {
        return new Phone(new Agent(name, line, new Ids(idStem), new Random(idStem.hashCode())));
    }

    /** Plugs a phone in whose ids are made of its name. */
    public static Phone on(PhoneLine line, String name) {
        return on(line, name, name);
    }

    @Override
    Phone self() {
        return this;
    }

    /** Its name. */
    public String name() {
        return agent.name;
    }

    /** Where it is reached directly: {@code sip:alice@192.0.2.1:5060}. */
    public SipUri uri() {
        return agent.uri();
    }

    /** Its address. */
    public InetSocketAddress address() {
        return line.address();
    }

    /** Waits this long for what is expected, instead of what its line finds right. */
    public Phone patience(Duration limit) {
        expectations.patience(limit);
        return this;
    }

    // Expectations

    /** Waits for a response with this status; 408, 487 and 503 may be the phone's own, for want of a response. */
    public Phone sees(int status) {
        expectations.response(status);
        return this;
    }

    /** Waits for a response with this status to a request with this method. */
    public Phone sees(int status, String method) {
        expectations.response(status, method);
        return this;
    }

    /** Waits for a request with this method. */
    public Phone isTold(String method) {
        expectations.request(method);
        return this;
    }

    /** Lets this much time pass, and fails if a request with this method comes in it. */
    public Phone isNotTold(String method, Duration meanwhile) {
        expectations.noRequest(method, meanwhile);
        return this;
    }

    /** Waits until its call is established; on the called side that means acknowledged. */
    public Phone isInCall() {
        expectations.call("was not in a call", call -> call.state() == CallState.CONFIRMED);
        return this;
    }

    /** Waits until the other side tells this status of its transfer. */
    public Phone hearsOfTransfer(int status) {
        expectations.call("did not hear " + status + " of its transfer", call -> agent.calls.hearsOfTransfer(status));
        return this;
    }

    /** Waits until it is on hold. */
    public Phone isHeld() {
        expectations.call("was not on hold", Call::isHeld);
        return this;
    }

    /** Waits until it is not on hold any more. */
    public Phone isNotHeld() {
        expectations.call("was still on hold", call -> !call.isHeld());
        return this;
    }

    /** Waits until all its calls are over. */
    public Phone isIdle() {
        expectations.idle();
        return this;
    }

    // Questions

    /** The call that began last; throws {@link IllegalStateException} if there was none. */
    public Call call() {
        return ask(this::lastCall);
    }

    /** All its calls, live and ended, in the order they began. */
    public List<Call> allCalls() {
        return ask(agent.calls::all);
    }

    /** Everything it sent. */
    public MessageLog sent() {
        return agent.sent;
    }

    /** Everything it received and did not ignore. */
    public MessageLog received() {
        return agent.received;
    }

    /** Why it could not read what it received, the last {@value #MAX_UNREADABLE}; empty if it could. */
    public List<String> unreadable() {
        return ask(() -> List.copyOf(agent.unreadable));
    }

    /** What has not ended: calls, dialogs, transactions and timers; empty when nothing is left over, and for a phone that is unplugged. */
    public List<String> leftovers() {
        return closed ? List.of() : ask(agent::leftovers);
    }

    /** Whether all its calls are over. */
    boolean hasNoCall() {
        return closed || ask(agent.calls::areAllOver);
    }

    /** The calls that are not over. */
    List<String> unfinishedCalls() {
        return closed ? List.of() : ask(agent.calls::unfinished);
    }

    /** Unplugs it: nothing is sent or received any more, and no timer runs. May be called twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            perform(agent.alarms::cancelAll);
            line.close();
        }
    }

    @Override
    public String toString() {
        return name() + " at " + Text.address(address());
    }
}
