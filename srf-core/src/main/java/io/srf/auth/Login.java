// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;

/**
 * What a realm has asked, and who answers.
 *
 * @param challenge the last one
 * @param credentials that answer it
 * @param count how often its nonce was used
 */
public record Login(DigestChallenge challenge, Credentials credentials, int count) {
    /** The nonce is used once more. */
    Login used() {
        return new Login(challenge, credentials, count + 1);
    }

    /** The challenge is this one now; the count goes on if the nonce is the same (RFC 7616 §3.4). */
    Login renewedBy(Login later) {
        boolean same = later.challenge.nonce().equals(challenge.nonce());
        return same ? new Login(later.challenge, later.credentials, count) : later;
    }

    /** The answer for a request. */
    DigestAnswer answer(String method, String uri, String cnonce, byte[] body) {
        DigestAnswer.Use use = new DigestAnswer.Use(method, uri, cnonce, count);
        return DigestAnswer.to(challenge, credentials.user(), credentials.password(), use, body);
    }
}
