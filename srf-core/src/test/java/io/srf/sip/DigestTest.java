// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    /** RFC 7616 §3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void the_example_of_RFC_7616_is_answered_as_there(String algorithm, String response) {
        DigestChallenge challenge =
                DigestChallenge.parse("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
                        + " algorithm=" + algorithm + ", nonce=\"" + NONCE
                        + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

        DigestAnswer answer = DigestAnswer.to(
                challenge, "Mufasa", "Circle of Life", new DigestAnswer.Use("GET", "/dir/index.html", CNONCE, 1));

        assertThat(answer.response()).isEqualTo(response);
        assertThat(answer)
                .hasToString("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"" + NONCE
                        + "\", uri=\"/dir/index.html\", algorithm=" + algorithm
                        + ", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, cnonce=\""
                        + CNONCE + "\", response=\"" + response + "\"");
    }

    /** RFC 7616 §3.9.2 with its erratum 4897, for the user's name as it is. */
    @Test
    void the_example_of_SHA_512_256_is_answered_as_its_erratum_says() {
        DigestChallenge challenge = DigestChallenge.of(
                "api@example.org", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", DigestAlgorithm.SHA_512_256);

        DigestAnswer answer = DigestAnswer.to(
                challenge,
                "J\u00e4s\u00f8n Doe",
                "Secret, or not?",
                new DigestAnswer.Use("GET", "/doe.json", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", 1));

        assertThat(answer.response()).isEqualTo("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
    }

    /** RFC 2617 §3.5, and the same in the form of RFC 2069 without qop. */
    @ParameterizedTest
    @CsvSource({"'qop=\"auth\",', 6629fae49393a05397450978507c4ef1", "'', 670fd8c2df070c60b045671b8b24ff02"})
    void older_servers_are_answered_too(String qop, String response) {
        DigestChallenge challenge = DigestChallenge.parse(
                "digest realm=\"testrealm@host.com\"," + qop + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"");

        DigestAnswer answer = DigestAnswer.to(
                challenge, "Mufasa", "Circle Of Life", new DigestAnswer.Use("GET", "/dir/index.html", "0a4f113b", 1));

        assertThat(answer.response()).isEqualTo(response);
        assertThat(answer.count()).isEqualTo(qop.isEmpty() ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_proves_its_password_and_no_other(DigestAlgorithm algorithm) {
        DigestChallenge challenge = DigestChallenge.parse(DigestChallenge.of("a \"quoted\" realm", "n", algorithm)
                .withOpaque("o")
                .toString());
        DigestAnswer sent =
                DigestAnswer.to(challenge, "alice", "secret", new DigestAnswer.Use("INVITE", "sip:b@c", "cn", 31));
        DigestAnswer answer = DigestAnswer.parse(sent.toString());

        assertThat(answer).isEqualTo(sent).hasSameHashCodeAs(sent);
        assertThat(answer.matches("secret", "INVITE")).isTrue();
        assertThat(answer.matches("Secret", "INVITE")).isFalse();
        assertThat(answer.matches("secret", "BYE")).isFalse();
        assertThat(answer.user()).isEqualTo("alice");
        assertThat(answer.realm()).isEqualTo("a \"quoted\" realm");
        assertThat(answer.nonce()).isEqualTo("n");
        assertThat(answer.uri()).isEqualTo("sip:b@c");
        assertThat(answer.opaque()).isEqualTo("o");
        assertThat(answer.algorithm()).isEqualTo(algorithm);
        assertThat(answer.count()).isEqualTo(31);
    }

    @Test
    void a_stale_nonce_is_told_from_a_wrong_password() {
        DigestChallenge challenge = DigestChallenge.of("r", "n", DigestAlgorithm.MD5);
        assertThat(challenge.isStale()).isFalse();
        assertThat(DigestChallenge.parse(challenge.withStale().toString()).isStale())
                .isTrue();
    }

    @Test
    void the_challenges_of_a_response_keep_their_order_and_unreadable_ones_are_left_out() {
        SipResponse response = ((SipRequest) SipParser.parse(
                        "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .response(401, null)
                .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"r\", nonce=\"1\", algorithm=SHA-3, qop=\"auth\"")
                .add(HeaderName.WWW_AUTHENTICATE, "Bearer token")
                .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"r\", nonce=\"2\", algorithm=sha-256, qop=\"auth\"")
                .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"r\", nonce=\"3\", qop=\"auth-int\"")
                .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"r\", nonce=\"4\", qop=\"token\"")
                .build();

        assertThat(DigestChallenge.in(response))
                .extracting(DigestChallenge::nonce)
                .containsExactly("1", "2", "3", "4");
        assertThat(DigestChallenge.in(response))
                .extracting(DigestChallenge::isSupported)
                .containsExactly(false, true, true, false);
        DigestAnswer.Use use = new DigestAnswer.Use("GET", "/", "c", 1);
        assertThatThrownBy(() -> DigestAnswer.to(DigestChallenge.in(response).get(0), "u", "p", use))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a known algorithm and qop=auth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic realm=\"r\"",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r, nonce=\"n\"",
                "Digest realm=\"r\", realm=\"r\", nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\",",
                "Digest realm=\"r\" nonce=\"n\"",
                "Digest realm=, nonce=\"n\""
            })
    void what_is_no_challenge_is_refused(String text) {
        assertThatThrownBy(() -> DigestChallenge.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void a_header_of_endless_parameters_is_refused() {
        StringBuilder text = new StringBuilder("Digest realm=\"r\", nonce=\"n\"");
        for (int i = 0; i < AuthParams.MAX_PARAMS; i++) {
            text.append(", p").append(i).append("=1");
        }
        assertThatThrownBy(() -> DigestChallenge.parse(text.toString())).hasMessageContaining("expected: ≤ 64");
    }

    @ParameterizedTest
    @CsvSource({"zz, -1", "ffffffffff, -1", "0000000a, 10"})
    void a_count_that_is_no_number_is_no_error(String nc, int count) {
        DigestAnswer answer = DigestAnswer.parse("Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:a\","
                + " qop=auth, cnonce=\"c\", nc=" + nc + ", response=\"x\"");
        assertThat(answer.count()).isEqualTo(count);
        assertThat(answer.matches("p", "GET")).isFalse();
    }

    @Test
    void an_answer_that_lacks_something_is_refused() {
        String most = "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:a\"";
        assertThatThrownBy(() -> DigestAnswer.parse(most)).hasMessageContaining("expected 'response'");
        assertThatThrownBy(() -> DigestAnswer.parse(most + ", response=\"x\", qop=auth"))
                .hasMessageContaining("expected 'cnonce'");
        assertThat(DigestAnswer.parse(most + ", response=\"x\", algorithm=MD5-sess")
                        .matches("p", "GET"))
                .isFalse();
        assertThat(DigestAnswer.parse(most + ", response=\"x\", algorithm=SHA-3")
                        .matches("p", "GET"))
                .isFalse();
        assertThatThrownBy(() -> new DigestAnswer.Use("GET", "/", "c", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_comma_inside_quotes_ends_no_parameter() {
        DigestChallenge challenge =
                DigestChallenge.parse("Digest realm=\"Sales, Support\", nonce=\"a,b=c\", qop=\"auth\"");
        assertThat(challenge.realm()).isEqualTo("Sales, Support");
        assertThat(challenge.nonce()).isEqualTo("a,b=c");
    }
}
