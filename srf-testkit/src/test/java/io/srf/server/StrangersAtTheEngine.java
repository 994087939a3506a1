// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;

/** Strangers at a whole engine that protects itself, in virtual time. */
abstract class StrangersAtTheEngine extends ProtectedEngine {
    private int numbers;

    SipRequest request(EngineWorld world, Phone from, String method, String toTag, String userAgent) {
        String number = "n" + ++numbers;
        String host = from.address().getAddress().getHostAddress();
        return SipRequest.builder(method, world.uri("x"))
                .add(HeaderName.VIA, "SIP/2.0/UDP " + host + ":5060;branch=z9hG4bK" + number + ";rport")
                .add(HeaderName.FROM, "<sip:a@" + host + ">;tag=" + number)
                .add(HeaderName.TO, "<sip:x@198.18.0.1>" + toTag)
                .add(HeaderName.CALL_ID, "call-" + number)
                .add(HeaderName.CSEQ, "1 " + method)
                .add(HeaderName.USER_AGENT, userAgent)
                .build();
    }

    void sends(EngineWorld world, Phone from, int times) {
        for (int i = 0; i < times; i++) {
            sends(world, from, request(world, from, Methods.OPTIONS, "", "phone/1.0"));
        }
    }

    static void sends(EngineWorld world, Phone from, SipRequest request) {
        from.sendsRaw(world.address(), request.toString());
    }

    static void answersOptions(EngineWorld world) {
        ScriptedApplication application = world.application("options", "invite");
        application.on(Methods.OPTIONS, i -> application.answers(i, 200));
    }
}
