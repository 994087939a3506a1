// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.testkit.internal.ua.Ids;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
public final class Phone implements AutoCloseable {
    /** How many reasons {@link #unreadable()} keeps. */
    public static final int MAX_UNREADABLE = 1_000;

    private static final String PLAIN_TEXT = "text/plain";

    private final Agent agent;
    private final PhoneLine line;
    private final Expectations expectations;
    private boolean closed;

    private Phone(Agent agent) {
        this.agent = agent;
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

    /** Sends requests outside of dialogs here, wherever their URI leads; null for no proxy. */
    public Phone outboundProxy(@Nullable InetSocketAddress proxy) {
        perform(() -> agent.outboundProxy(proxy));
        return this;
    }

    /** Waits this long for what is expected, instead of what its line finds right. */
    public Phone patience(Duration limit) {
        expectations.patience(limit);
        return this;
    }

    /** Runs this on the phone's thread and returns when it is done. */
    public void perform(Runnable action) {
        line.perform(action);
    }

    // Verbs

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
            Asking.send(agent, request, agent.firstHop(target), () -> {});
        });
    }

    /** Sends these bytes, whatever they are. */
    public Phone sendsRaw(InetSocketAddress to, byte[] bytes) {
        return act(() -> line.send(bytes.clone(), to, failure -> {}));
    }

    /** Sends this text as UTF-8, each line ended by CR and LF. */
    public Phone sendsRaw(InetSocketAddress to, String text) {
        String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
        return sendsRaw(to, lines.getBytes(StandardCharsets.UTF_8));
    }

    // Scripts

    /** Does this with every call that comes, on the phone's thread. */
    public Phone onCall(Consumer<Call> script) {
        perform(() -> agent.script.onCall(script));
        return this;
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
        return this;
    }

    /** Answers requests with this method, other than a call's first INVITE, with this status. */
    public Phone repliesTo(String method, int status) {
        return repliesTo(method, status, response -> {});
    }

    /** Answers requests with this method, other than a call's first INVITE, with this status; the response is changed by {@code edit}. */
    public Phone repliesTo(String method, int status, Consumer<SipResponse.Builder> edit) {
        perform(() -> agent.replies.script(method, status, edit));
        return this;
    }

    /** What it does wrong on purpose. */
    public Misbehaviour misbehaves() {
        return agent.misbehaviour;
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

    /** What has not ended: calls, dialogs, transactions and timers; empty when nothing is left over. */
    public List<String> leftovers() {
        return ask(agent::leftovers);
    }

    /** Whether all its calls are over. */
    boolean hasNoCall() {
        return ask(agent.calls::areAllOver);
    }

    /** The calls that are not over. */
    List<String> unfinishedCalls() {
        return ask(agent.calls::unfinished);
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

    private Call lastCall() {
        Call last = agent.calls.last();
        if (last == null) {
            throw new IllegalStateException(name() + " has no call");
        }
        return last;
    }

    private <T> T ask(Supplier<T> question) {
        List<T> answer = new ArrayList<>(1);
        perform(() -> answer.add(question.get()));
        return answer.getFirst();
    }

    private Phone act(Runnable verb) {
        perform(() -> {
            agent.notices.clear();
            verb.run();
        });
        return this;
    }

    private Phone actOnCall(Consumer<Call> verb) {
        return act(() -> verb.accept(lastCall()));
    }

    @Override
    public String toString() {
        return name() + " at " + Text.address(address());
    }
}
