// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;

/** A phone, and the one dialog it has with the application. */
public final class EngineLeg {
    private final EngineEnd engine;
    private final String name;
    private final int number;
    private final String callId;
    private final String localTag;
    private final String remoteTag;
    private final boolean weCalled;
    private String dialogSuffix = "";
    private final List<Sent> sent = new ArrayList<>();
    private boolean over;
    private boolean up;
    private int acksDue;
    private boolean acked;
    private boolean byeAnswered = true;
    private boolean cancelAnswered = true;
    private int cseq;
    private Received invite;
    private SipRequest written;

    private EngineLeg(EngineEnd engine, String name, int number, boolean weCalled) {
        this(engine, name, number, "phone-" + number, weCalled);
    }

    private EngineLeg(EngineEnd engine, String name, int number, String remoteTag, boolean weCalled) {
        this.engine = engine;
        this.name = name;
        this.number = number;
        this.callId = "call-" + number;
        this.localTag = "app-" + number;
        this.remoteTag = remoteTag;
        this.weCalled = weCalled;
    }

    /** Another phone that the INVITE to this one has reached, with a dialog of its own. */
    public EngineLeg forks() {
        EngineLeg fork = new EngineLeg(engine, name + "'", number, "fork-" + number, true);
        fork.dialogSuffix = ";to-tag=fork-" + number;
        fork.cseq = 1;
        Sent invite = new Sent(engine, fork, sent("INVITE").id(), sent("INVITE").request());
        fork.sent.add(invite);
        engine.addFork(fork, invite);
        return fork;
    }

    static EngineLeg incoming(EngineEnd engine, String name, int number) {
        return new EngineLeg(engine, name, number, false);
    }

    static EngineLeg outgoing(EngineEnd engine, String name, int number, SipRequest request) {
        EngineLeg leg = new EngineLeg(engine, name, number, true);
        leg.written = request;
        return leg;
    }

    /** Who it is, in ladders. */
    public String name() {
        return name;
    }

    /** The engine's name for the dialog. */
    public String dialogId() {
        return callId + ";from-tag=" + (weCalled ? localTag : remoteTag) + dialogSuffix;
    }

    String localTag() {
        return localTag;
    }

    String remoteTag() {
        return remoteTag;
    }

    /** Whether the dialog is over, or was never made. */
    public boolean isOver() {
        return over;
    }

    /** The phone leaves BYE to the test to answer. */
    public EngineLeg byesUnanswered() {
        byeAnswered = false;
        return this;
    }

    /** The phone leaves CANCEL to the test to answer. */
    public EngineLeg cancelsUnanswered() {
        cancelAnswered = false;
        return this;
    }

    SipRequest complete(SipRequest request) {
        SipRequest.Builder whole = request.toBuilder()
                .set(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK" + Ids.random())
                .set(HeaderName.CALL_ID, callId)
                .set(HeaderName.FROM, "<sip:app@10.0.0.2>;tag=" + localTag)
                .set(
                        HeaderName.TO,
                        "<sip:" + name + "@10.0.0.1>" + (sent.isEmpty() && weCalled ? "" : ";tag=" + remoteTag))
                .set(HeaderName.CSEQ, (request.is(Methods.ACK) ? cseq : ++cseq) + " " + request.method());
        if (!request.has(HeaderName.CONTACT)) {
            whole.set(HeaderName.CONTACT, "<sip:10.0.0.2:5060>");
        }
        return whole.build();
    }

    void add(Sent transaction) {
        sent.add(transaction);
    }

    /** Phones and engines answer BYE and CANCEL by themselves, unless told otherwise. */
    void react(Sent transaction) {
        if (transaction.request().is(Methods.INVITE)
                && transaction.request().to().tag() == null) {
            if (engine.calledAnswer() && transaction.cancel() == null) {
                transaction.answers(180).answers(200, transaction.request().bodyText());
            }
        }
        if (transaction.request().is(Methods.BYE) && byeAnswered) {
            transaction.answers(200);
        } else if (transaction.cancel() != null && cancelAnswered && !transaction.isAnswered()) {
            transaction.answers(487);
        }
    }

    void heardOf(SipRequest request, SipResponse response) {
        up |= request.is(Methods.INVITE) && response.isSuccess();
        boolean refused = request.to().tag() == null && response.isFinal() && !response.isSuccess();
        over |= refused || (request.is(Methods.BYE) && response.isFinal());
    }

    void answeredWith(SipRequest request, SipResponse response) {
        up |= request.is(Methods.INVITE) && response.isSuccess();
        boolean reinvite = request.is(Methods.INVITE) && request.to().tag() != null;
        acksDue += reinvite && response.isSuccess() ? 1 : 0;
        boolean refused = request.to().tag() == null && response.isFinal() && !response.isSuccess();
        over |= refused || (request.is(Methods.BYE) && response.isFinal());
    }

    void gaveUp(SipRequest request) {
        over |= request.to().tag() == null;
    }

    void begins(String method, String sdp, Header... headers) {
        SipRequest.Builder request = request(method);
        request.set(HeaderName.TO, "<sip:bob@10.0.0.2>");
        if (sdp != null) {
            request.body(sdp, "application/sdp");
        }
        for (Header header : headers) {
            request.set(header);
        }
        SipRequest whole = request.build();
        invite = new Received(engine, this, Ids.next(), whole);
        engine.note(name + " > " + method);
        engine.addReceived(invite);
        engine.incoming(invite.id(), null, whole);
    }

    /** The request this phone began with, mostly an INVITE. */
    public Received invite() {
        return invite;
    }

    private SipRequest.Builder request(String method) {
        return SipRequest.builder(method, "sip:bob@10.0.0.2")
                .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK" + Ids.random())
                .add(HeaderName.FROM, "\"Phone " + name + "\" <sip:" + name + "@10.0.0.1>;tag=" + remoteTag)
                .add(HeaderName.TO, "<sip:bob@10.0.0.2>;tag=" + localTag)
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, (method.equals(Methods.ACK) ? 1 : ++cseq) + " " + method)
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.CONTACT, "<sip:" + name + "@10.0.0.1>");
    }

    private Received receive(SipRequest request, String dialogId) {
        Received transaction = new Received(engine, this, Ids.next(), request);
        engine.note(name + " > " + request.method());
        if (!request.is(Methods.ACK)) {
            engine.addReceived(transaction);
        }
        engine.incoming(transaction.id(), dialogId, request);
        return transaction;
    }

    /** The phone sends a request in its dialog. */
    public Received sends(String method, Header... headers) {
        return sends(method, null, headers);
    }

    /** The phone sends a request with a session description in its dialog. */
    public Received sends(String method, String sdp, Header... headers) {
        SipRequest.Builder request = request(method);
        if (sdp != null) {
            request.body(sdp, "application/sdp");
        }
        for (Header header : headers) {
            request.set(header);
        }
        return receive(request.build(), dialogId());
    }

    /** The phone sends a request with this body in its dialog. */
    public Received sendsBody(String method, String body, String type) {
        return receive(request(method).body(body, type).build(), dialogId());
    }

    /** Whether the phone is in a call. */
    public boolean isUp() {
        return up && !over;
    }

    /** The phone acknowledges the 2xx to its re-INVITEs. */
    public void acksOffers() {
        for (; acksDue > 0; acksDue--) {
            sends(Methods.ACK, "v=0\r\no=ack 1 1 IN IP4 h\r\ns=-\r\nm=audio 9 RTP/AVP 0\r\n");
        }
    }

    /** Whether the phone needs not acknowledge any more. */
    public boolean acked() {
        return acked || weCalled;
    }

    /** The phone acknowledges. */
    public void acks() {
        acks(null);
    }

    /** The phone acknowledges with an answer. */
    public void acks(String sdp) {
        acked = true;
        sends(Methods.ACK, sdp);
    }

    /** The engine ends the dialog on its own account. */
    public void isEndedByEngine(String reason) {
        over = true;
        engine.note(name + " > BYE of the engine");
        engine.unsolicited(
                dialogId(),
                request("BYE")
                        .add(HeaderName.REASON, "SIP;cause=200;text=\"" + reason + "\"")
                        .build());
    }

    /** The last request the application has sent here; fails if it is not of this method. */
    public Sent last(String method) {
        Sent last = sent.isEmpty() ? null : sent.get(sent.size() - 1);
        if (last == null || !last.request().is(method)) {
            throw new AssertionError("expected " + method + " to " + name + "; so far: " + engine.ladder());
        }
        return last;
    }

    /** The first request of this method that the application has sent here. */
    public Sent sent(String method) {
        return sent.stream()
                .filter(transaction -> transaction.request().is(method))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + method + " to " + name + ": " + engine.ladder()));
    }

    /** The last request of this method that the application has sent here. */
    public Sent sentLast(String method) {
        return sent.reversed().stream()
                .filter(transaction -> transaction.request().is(method))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + method + " to " + name + ": " + engine.ladder()));
    }

    /** The request the application has called this phone with, as it wrote it. */
    public SipRequest sentFirst() {
        return written;
    }

    /** The methods of the requests the application has sent here. */
    public List<String> methods() {
        return sent.stream().map(transaction -> transaction.request().method()).toList();
    }
}
