// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.CSeq;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Ids;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The name and password with which a phone answers challenges, and how often it has used each nonce (RFC 3261 §22, RFC 8760 §2.4). */
final class Logins {
    private final Ids ids;
    private final Map<String, Integer> counts = new HashMap<>();
    private String user = "";
    private @Nullable String password;

    Logins(Ids ids) {
        this.ids = ids;
    }

    void use(String newUser, String newPassword) {
        user = newUser;
        password = newPassword;
    }

    /**
     * The request once more, with an answer to the first challenge that can be answered.
     *
     * @param nextCSeq asked only if there is one
     * @return null if the response is no challenge, there is no password, or it was refused already
     */
    @Nullable SipRequest answer(SipRequest request, SipResponse response, IntSupplier nextCSeq) {
        String secret = password;
        if (secret == null || (response.status() != 401 && response.status() != 407)) {
            return null;
        }
        HeaderName name = response.status() == 407 ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
        for (DigestChallenge challenge : DigestChallenge.in(response)) {
            if (challenge.isSupported()) {
                return isRefused(request, name, challenge)
                        ? null
                        : answered(request, name, challenge, secret, nextCSeq);
            }
        }
        return null;
    }

    private static boolean isRefused(SipRequest request, HeaderName name, DigestChallenge challenge) {
        for (Header header : request.all(name)) {
            try {
                boolean same = DigestAnswer.parse(header.value()).realm().equals(challenge.realm());
                if (same && !challenge.isStale()) {
                    return true;
                }
            } catch (SipParseException e) {
                return true;
            }
        }
        return false;
    }

    private SipRequest answered(
            SipRequest request, HeaderName name, DigestChallenge challenge, String secret, IntSupplier nextCSeq) {
        int count = counts.merge(challenge.nonce(), 1, Integer::sum);
        DigestAnswer.Use use = new DigestAnswer.Use(request.method(), request.uriText(), ids.tag(), count);
        return request.toBuilder()
                .replaceTopVia(request.topVia().withParam("branch", ids.branch()))
                .set(HeaderName.CSEQ, new CSeq(nextCSeq.getAsInt(), request.method()))
                .set(name, DigestAnswer.to(challenge, user, secret, use))
                .build();
    }
}
