// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DigestVerifierTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String REALM = "example.com";
    private static final String URI = "sip:bob@example.com";
    private static final String SOURCE = "192.0.2.1";
    private static final Credentials ALICE = new Credentials("alice", "secret");
    private static final byte[] BODY = "v=0\r\n".getBytes(StandardCharsets.UTF_8);

    private DigestVerifier verifier = verifier(options -> {});

    private static DigestVerifier verifier(Consumer<DigestOptions.Builder> options) {
        DigestOptions.Builder builder = DigestOptions.builder();
        options.accept(builder);
        return new DigestVerifier(SecretLookup.of(ALICE), builder.build());
    }

    private static SipRequest request(String method, @Nullable Object answer) {
        SipRequest.Builder request = SipRequest.builder(method, URI).body(BODY, "application/sdp");
        HeaderName header = method.equals("REGISTER") ? HeaderName.AUTHORIZATION : HeaderName.PROXY_AUTHORIZATION;
        return (answer == null ? request : request.set(header, answer.toString())).build();
    }

    private Verdict verify(String method, @Nullable Object answer) {
        return verifier.verify(request(method, answer), REALM, SOURCE, NOW);
    }

    private DigestChallenge challenge() {
        return ((Verdict.Asked) verify("INVITE", null)).challenges().getFirst();
    }

    private static DigestAnswer answer(DigestChallenge challenge, String password, int count) {
        return DigestAnswer.to(challenge, "alice", password, new DigestAnswer.Use("INVITE", URI, "c", count), BODY);
    }

    private static boolean isStale(Verdict verdict) {
        return ((Verdict.Asked) verdict).challenges().stream().allMatch(DigestChallenge::isStale);
    }

    private static void granted(Verdict verdict) {
        assertThat(verdict).isEqualTo(new Verdict.Granted(new AuthenticatedUser("alice", REALM)));
    }

    private static void askedAgain(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Asked.class);
        assertThat(isStale(verdict)).isFalse();
    }

    @Test
    void a_REGISTER_is_asked_by_a_server_and_all_else_by_a_proxy_with_a_challenge_for_each_algorithm() {
        Verdict.Asked register = (Verdict.Asked) verify("REGISTER", null);
        assertThat(register.proxy()).isFalse();
        assertThat(register.challenges())
                .extracting(DigestChallenge::algorithm)
                .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(register.challenges()).extracting(DigestChallenge::realm).containsOnly(REALM);
        assertThat(((Verdict.Asked) verify("INVITE", null)).proxy()).isTrue();
    }

    @Test
    void who_asks_can_be_chosen() {
        verifier = verifier(DigestOptions.Builder::asServer);
        assertThat(((Verdict.Asked) verify("INVITE", null)).proxy()).isFalse();
        verifier = verifier(DigestOptions.Builder::asProxy);
        assertThat(((Verdict.Asked) verify("REGISTER", null)).proxy()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHA_512_256", "SHA_256", "MD5"})
    void the_right_password_is_granted_with_each_algorithm(DigestAlgorithm algorithm) {
        verifier = verifier(options -> options.algorithms(algorithm));
        granted(verify("INVITE", answer(challenge(), "secret", 1)));
    }

    /** The user, realm and password of RFC 7616 §3.9.1; its H(A1) is that of RFC 2617 §3.5 for MD5. */
    @Test
    void a_hash_stands_for_the_password_with_its_algorithm_only() {
        Secret known = Secret.hash(DigestAlgorithm.MD5, "939E7578ED9E3C518A452ACEE763BCE9");
        assertThat(known.hash(DigestAlgorithm.MD5, "Mufasa", "testrealm@host.com"))
                .isEqualTo(Secret.password("Circle Of Life").hash(DigestAlgorithm.MD5, "Mufasa", "testrealm@host.com"));
        assertThat(known.hash(DigestAlgorithm.SHA_256, "Mufasa", "testrealm@host.com"))
                .isNull();
        assertThatThrownBy(() -> known.andHash(DigestAlgorithm.SHA_256, "939e"))
                .hasMessageContaining("expected 64 hexadecimal digits");
    }

    @Test
    void a_server_that_knows_hashes_only_grants_what_fits_them() {
        String hash = DigestAlgorithm.SHA_256.hash("alice", REALM, "secret");
        verifier = new DigestVerifier(
                (user, realm) -> Secret.hash(DigestAlgorithm.SHA_256, hash),
                DigestOptions.builder().build());
        List<DigestChallenge> challenges = ((Verdict.Asked) verify("INVITE", null)).challenges();
        granted(verify("INVITE", answer(challenges.getFirst(), "secret", 1)));
        askedAgain(verify("INVITE", answer(challenges.getLast(), "secret", 1)));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_asked_again_alike() {
        askedAgain(verify("INVITE", answer(challenge(), "guess", 1)));
        DigestAnswer.Use use = new DigestAnswer.Use("INVITE", URI, "c", 1);
        askedAgain(verify("INVITE", DigestAnswer.to(challenge(), "nobody", "", use, BODY)));
    }

    @Test
    void after_five_wrong_answers_of_a_user_from_one_address_no_more_are_looked_at_for_a_minute() {
        DigestChallenge challenge = challenge();
        for (int i = 1; i <= WrongAnswers.LIMIT; i++) {
            askedAgain(verify("INVITE", answer(challenge, "guess", i)));
        }
        SipRequest right = request("INVITE", answer(challenge, "secret", 9));
        assertThat(verifier.verify(right, REALM, SOURCE, NOW)).isInstanceOf(Verdict.Forbidden.class);
        granted(verifier.verify(right, REALM, "192.0.2.2", NOW));

        SipRequest later = request("INVITE", answer(challenge, "secret", 10));
        granted(verifier.verify(later, REALM, SOURCE, NOW.plus(WrongAnswers.INTERVAL)));
    }

    @Test
    void a_right_answer_makes_up_for_wrong_ones() {
        DigestChallenge challenge = challenge();
        for (int i = 1; i < 3 * WrongAnswers.LIMIT; i++) {
            boolean guesses = i % WrongAnswers.LIMIT != 0;
            Verdict verdict = verify("INVITE", answer(challenge, guesses ? "guess" : "secret", i));
            assertThat(verdict).isInstanceOf(guesses ? Verdict.Asked.class : Verdict.Granted.class);
        }
    }

    @Test
    void an_answer_is_good_for_one_request_and_its_copy_is_stale() {
        DigestAnswer answer = answer(challenge(), "secret", 1);
        granted(verify("INVITE", answer));
        assertThat(isStale(verify("INVITE", answer))).isTrue();
    }

    @Test
    void a_nonce_is_good_for_its_lifetime_and_stale_afterwards() {
        SipRequest second = request("INVITE", answer(challenge(), "secret", 2));
        assertThat(isStale(verifier.verify(second, REALM, SOURCE, NOW.plusSeconds(301))))
                .isTrue();
        granted(verifier.verify(second, REALM, SOURCE, NOW.plusSeconds(300)));
    }

    @Test
    void nodes_with_one_key_accept_each_others_nonces_and_others_do_not() {
        byte[] key = new byte[16];
        verifier = verifier(options -> options.key(key));
        DigestAnswer answer = answer(challenge(), "secret", 1);
        verifier = verifier(options -> options.key(key));
        granted(verify("INVITE", answer));
        verifier = verifier(options -> {});
        askedAgain(verify("INVITE", answer));
    }

    @Test
    void auth_int_protects_the_body() {
        verifier = verifier(options -> options.qop(Qop.AUTH_INT));
        DigestAnswer answer = answer(challenge(), "secret", 1);
        SipRequest changed = request("INVITE", answer).toBuilder()
                .body("v=1\r\n", "application/sdp")
                .build();
        askedAgain(verifier.verify(changed, REALM, SOURCE, NOW));
        granted(verify("INVITE", answer));
    }

    @Test
    void what_was_not_offered_is_not_accepted() {
        DigestChallenge challenge = challenge();
        askedAgain(verify("INVITE", answer(challenge.withQop("auth-int"), "secret", 1)));
        DigestChallenge weak = DigestChallenge.of(REALM, challenge.nonce(), DigestAlgorithm.SHA_512_256);
        askedAgain(verify("INVITE", answer(weak, "secret", 1)));
        DigestChallenge ownNonce = DigestChallenge.of(REALM, "mine", DigestAlgorithm.MD5);
        askedAgain(verify("INVITE", answer(ownNonce, "secret", 1)));
    }

    @Test
    void an_old_phone_that_knows_no_qop_is_granted_once_for_each_nonce() {
        String nonce = challenge().nonce();
        DigestChallenge plain = DigestChallenge.parse("Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"");
        DigestAnswer answer = answer(plain, "secret", 1);
        granted(verify("INVITE", answer));
        assertThat(isStale(verify("INVITE", answer))).isTrue();
    }

    @Test
    void an_answer_for_another_URI_is_wrong_unless_that_does_not_matter() {
        DigestAnswer.Use use = new DigestAnswer.Use("INVITE", "sip:premium@example.com", "c", 1);
        assertThat(verify("INVITE", DigestAnswer.to(challenge(), "alice", "secret", use, BODY)))
                .isEqualTo(new Verdict.Wrong("Answer to Challenge is for Another URI"));
        DigestAnswer.Use same = new DigestAnswer.Use("INVITE", "sip:bob@EXAMPLE.com", "c", 1);
        granted(verify("INVITE", DigestAnswer.to(challenge(), "alice", "secret", same, BODY)));
        verifier = verifier(DigestOptions.Builder::anyUri);
        granted(verify("INVITE", DigestAnswer.to(challenge(), "alice", "secret", use, BODY)));
    }

    @Test
    void of_several_answers_the_one_for_the_realm_counts() {
        DigestChallenge other = DigestChallenge.of("elsewhere", "x", DigestAlgorithm.MD5);
        SipRequest request = request("INVITE", answer(other, "other", 1)).toBuilder()
                .add(HeaderName.PROXY_AUTHORIZATION, "Bearer abc")
                .add(
                        HeaderName.PROXY_AUTHORIZATION,
                        answer(challenge(), "secret", 1).toString())
                .build();
        granted(verifier.verify(request, REALM, SOURCE, NOW));
    }

    @Test
    void an_answer_that_cannot_be_read_is_an_error() {
        assertThatThrownBy(() -> verify("INVITE", "Digest username=\"alice")).isInstanceOf(SipParseException.class);
    }

    @Test
    void a_user_with_an_endless_name_is_asked_again() {
        DigestAnswer.Use use = new DigestAnswer.Use("INVITE", URI, "c", 1);
        askedAgain(verify("INVITE", DigestAnswer.to(challenge(), "a".repeat(257), "secret", use, BODY)));
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        DigestOptions.Builder options = DigestOptions.builder();
        assertThatThrownBy(() -> options.algorithms()).hasMessageContaining("expected one at least");
        assertThatThrownBy(() -> options.algorithms(DigestAlgorithm.MD5_SESS)).hasMessageContaining("MD5-sess");
        assertThatThrownBy(() -> options.key(new byte[3])).hasMessageContaining("expected: ≥ 16");
        assertThatThrownBy(() -> options.nonceLifetime(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> SecretLookup.of(ALICE, ALICE)).hasMessageContaining("two passwords");
    }
}
