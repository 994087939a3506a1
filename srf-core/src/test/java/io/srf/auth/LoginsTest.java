// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private static final String URI = "sip:bob@b.example";
    private static final Credentials ALICE = new Credentials("alice", "secret");
    private static final SipRequest INVITE = SipRequest.builder(Methods.INVITE, URI)
            .body("v=0\r\n", "application/sdp")
            .build();

    private final Logins logins = new Logins(ALICE);

    private void learns(DigestChallenge challenge) {
        logins.learn(Map.of(new Realm(false, challenge.realm()), new Login(challenge, ALICE, 0)));
    }

    private DigestAnswer answer(SipRequest request) {
        List<Header> headers = logins.answers(request, URI);
        assertThat(headers).hasSize(1);
        return DigestAnswer.parse(headers.get(0).value());
    }

    @Test
    void the_nonce_count_goes_on_from_request_to_request() {
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.SHA_256));
        assertThat(answer(INVITE).count()).isEqualTo(1);
        assertThat(answer(SipRequest.builder(Methods.BYE, URI).build()).count()).isEqualTo(2);
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.SHA_256).withStale());
        assertThat(answer(INVITE).count()).isEqualTo(3);
    }

    @Test
    void a_new_nonce_is_counted_from_one() {
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.MD5));
        answer(INVITE);
        learns(DigestChallenge.of("b.example", "n2", DigestAlgorithm.MD5));
        assertThat(answer(INVITE).count()).isEqualTo(1);
    }

    @Test
    void auth_int_protects_the_body_where_the_server_offers_nothing_else() {
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.SHA_256).withQop("auth-int"));
        DigestAnswer answer = answer(INVITE);
        assertThat(answer.toString()).contains("qop=auth-int");
        assertThat(answer.matches("secret", Methods.INVITE, INVITE.body())).isTrue();
        assertThat(answer.matches("secret", Methods.INVITE, new byte[] {1})).isFalse();
        assertThat(answer.matches("other", Methods.INVITE, INVITE.body())).isFalse();
    }

    @Test
    void auth_is_taken_where_both_are_offered() {
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.MD5).withQop("auth-int,auth"));
        assertThat(answer(INVITE).toString()).contains("qop=auth,");
    }

    @Test
    void the_ACK_repeats_the_answers_of_the_INVITE() {
        learns(DigestChallenge.of("b.example", "n1", DigestAlgorithm.MD5));
        List<Header> ofInvite = logins.answers(INVITE, URI);
        logins.answers(SipRequest.builder(Methods.INFO, URI).build(), URI);
        assertThat(logins.forAck()).isEqualTo(ofInvite);
    }

    @Test
    void no_more_realms_are_remembered_than_there_is_room_for() {
        for (int i = 0; i < Logins.MAX_REALMS + 5; i++) {
            learns(DigestChallenge.of("r" + i, "n", DigestAlgorithm.MD5));
        }
        assertThat(logins.answers(INVITE, URI)).hasSize(Logins.MAX_REALMS);
    }

    @Test
    void the_strongest_challenge_that_is_known_is_taken_for_each_realm() {
        SipResponse response = SipRequest.builder(Methods.INVITE, URI)
                .build()
                .response(407, null)
                .add(HeaderName.PROXY_AUTHENTICATE, DigestChallenge.of("a", "1", DigestAlgorithm.MD5))
                .add(HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"a\", nonce=\"2\", algorithm=SHA-3, qop=\"auth\"")
                .add(HeaderName.PROXY_AUTHENTICATE, DigestChallenge.of("a", "3", DigestAlgorithm.SHA_256))
                .add(HeaderName.PROXY_AUTHENTICATE, DigestChallenge.of("a", "4", DigestAlgorithm.SHA_256))
                .add(HeaderName.PROXY_AUTHENTICATE, "Basic realm=\"a\"")
                .add(HeaderName.WWW_AUTHENTICATE, DigestChallenge.of("a", "5", DigestAlgorithm.MD5))
                .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"c\", nonce=\"6\", qop=\"token\"")
                .build();

        Map<Realm, DigestChallenge> challenges = Challenges.in(response);
        assertThat(challenges).containsOnlyKeys(new Realm(true, "a"), new Realm(false, "a"));
        assertThat(challenges.get(new Realm(true, "a")).nonce()).isEqualTo("3");
    }

    @Test
    void credentials_do_not_show_their_password() {
        assertThat(ALICE.toString()).contains("alice").doesNotContain("secret");
    }
}
