// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;

/** A request that a phone has sent to the application. */
public final class Received {
    private final EngineEnd engine;
    private final EngineLeg leg;
    private final String id;
    private final SipRequest request;
    private final List<SipResponse> responses = new ArrayList<>();
    private boolean cancelled;

    Received(EngineEnd engine, EngineLeg leg, String id, SipRequest request) {
        this.engine = engine;
        this.leg = leg;
        this.id = id;
        this.request = request;
    }

    String id() {
        return id;
    }

    EngineLeg leg() {
        return leg;
    }

    SipRequest request() {
        return request;
    }

    boolean isFinal() {
        return cancelled || (!responses.isEmpty() && last().isFinal());
    }

    SipResponse complete(SipResponse response) {
        SipResponse.Builder whole = response.toBuilder()
                .set(HeaderName.VIA, request.header(HeaderName.VIA))
                .set(HeaderName.FROM, request.from())
                .set(HeaderName.TO, request.to().tag() == null ? request.to().withTag(leg.localTag()) : request.to())
                .set(HeaderName.CALL_ID, request.callId())
                .set(HeaderName.CSEQ, request.cseq());
        if (response.isSuccess() && !response.has(HeaderName.CONTACT)) {
            whole.set(HeaderName.CONTACT, "<sip:10.0.0.2:5060>");
        }
        SipResponse complete = whole.build();
        responses.add(complete);
        leg.answeredWith(request, complete);
        return complete;
    }

    /** The last response; fails if there is none. */
    public SipResponse last() {
        if (responses.isEmpty()) {
            throw new AssertionError(this + " was not answered; so far: " + engine.ladder());
        }
        return responses.get(responses.size() - 1);
    }

    /** The status codes it was answered with. */
    public List<Integer> statuses() {
        return responses.stream().map(SipResponse::status).toList();
    }

    /** The phone cancels: the engine answers 200 and 487 by itself. */
    public void cancels(io.srf.sip.Header... headers) {
        engine.note(leg.name() + " > CANCEL");
        if (isFinal()) {
            return;
        }
        cancelled = true;
        leg.gaveUp(request);
        SipRequest.Builder cancel = SipRequest.builder("CANCEL", request.uriText())
                .set(HeaderName.VIA, request.header(HeaderName.VIA))
                .set(HeaderName.FROM, request.from())
                .set(HeaderName.TO, request.to())
                .set(HeaderName.CALL_ID, request.callId())
                .set(HeaderName.CSEQ, request.cseq().number() + " CANCEL");
        for (io.srf.sip.Header header : headers) {
            cancel.add(header);
        }
        engine.incoming(id, leg.dialogId(), cancel.build());
    }

    @Override
    public String toString() {
        return leg.name() + ": " + request.startLine();
    }
}
