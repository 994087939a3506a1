// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/** A request that the application has sent to a phone. */
public final class Sent {
    private final EngineEnd engine;
    private final EngineLeg leg;
    private final String id;
    private final SipRequest request;
    private SipRequest cancel;
    private boolean answered;

    Sent(EngineEnd engine, EngineLeg leg, String id, SipRequest request) {
        this.engine = engine;
        this.leg = leg;
        this.id = id;
        this.request = request;
    }

    String id() {
        return id;
    }

    /** The phone it went to. */
    public EngineLeg leg() {
        return leg;
    }

    /** As it was sent. */
    public SipRequest request() {
        return request;
    }

    /** The CANCEL that followed it; null if none did. */
    public SipRequest cancel() {
        return cancel;
    }

    void cancelledWith(SipRequest newCancel) {
        cancel = newCancel;
    }

    boolean isAnswered() {
        return answered;
    }

    /** The phone answers. */
    public Sent answers(int status, Header... headers) {
        return answers(status, null, headers);
    }

    /** The phone answers with a session description. */
    public Sent answers(int status, String sdp, Header... headers) {
        SipResponse.Builder response = request.response(status, null)
                .set(HeaderName.TO, request.to().tag() == null ? request.to().withTag(leg.remoteTag()) : request.to());
        if (status > 100) {
            response.add(HeaderName.CONTACT, "<sip:" + leg.name() + "@10.0.0.1>");
        }
        if (sdp != null) {
            response.body(sdp, "application/sdp");
        }
        for (Header header : headers) {
            response.set(header);
        }
        return says(response.build(), leg.dialogId());
    }

    /** The phone says exactly this. */
    public Sent says(SipResponse response, String dialogId) {
        engine.note(leg.name() + " > " + response.status());
        answered |= response.isFinal();
        leg.heardOf(request, response);
        engine.incoming(id, dialogId, response);
        return this;
    }

    @Override
    public String toString() {
        return leg.name() + ": " + request.startLine();
    }
}
