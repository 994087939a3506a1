// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private final RequestRules rules = new RequestRules(Set.of("100rel", "Timer"));

    private Refusal refusal(SipRequest request) {
        return rules.check(request).orElseThrow();
    }

    private static SipRequest request(String text) {
        return (SipRequest) Messages.parse(text);
    }

    @Test
    void an_ordinary_request_is_not_refused() {
        assertThat(rules.check(Messages.options())).isEmpty();
        assertThat(rules.check(Messages.options(
                        "Contact: *", "Contact-Info: x", "Route: <sip:a;lr>", "Subject: 1", "Subject: 2")))
                .isEmpty();
        assertThat(rules.check(request(Messages.OPTIONS.replace("Max-Forwards: 70\n", "") + "\n")))
                .isEmpty();
        assertThat(rules.check(request(Messages.OPTIONS.replace("sip:bob@example.com SIP", "tel:+1555 SIP") + "\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    void a_request_without_a_required_header_is_refused(String name) {
        Refusal refusal = refusal(request(Messages.OPTIONS.replaceAll(name + ": .*\n", "") + "\n"));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).isEqualTo("Missing " + name + " Header Field");
        assertThat(refusal.headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From | <sip:x@y>;tag=2",
                "From | <sip:alice@example.com>;tag=a",
                "t | <sip:x@y>",
                "i | 2",
                "CSeq | 2 OPTIONS",
                "Max-Forwards | 5",
            })
    void a_single_header_that_is_repeated_is_refused(String name, String value) {
        Refusal refusal = refusal(Messages.options(name + ": " + value));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).isEqualTo("Repeated " + HeaderName.of(name) + " Header Field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Type", "Date", "Event", "Expires", "Refer-To", "Replaces", "Session-Expires", "RAck"})
    void so_is_an_optional_single_header(String name) {
        assertThat(refusal(Messages.options(name + ": 1", name + ": 1")).reason())
                .isEqualTo("Repeated " + name + " Header Field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Via: .* | Via: SIP/2.0/UDP ;; | Via",
                "From: .* | From: <sip:a | From",
                "From: .* | From: <sip:a@b>;tag=1;tag=2 | From",
                "To: .* | To: \"Bob <sip:a@b> | To",
                "Call-ID: .* | Call-ID: a b | Call-ID",
                "CSeq: .* | CSeq: x | CSeq",
                "Max-Forwards: .* | Max-Forwards: 300 | Max-Forwards",
                "Max-Forwards: .* | Contact: sip:a@b?x=y | Contact",
                "Max-Forwards: .* | Route: <a> | Route",
                "Max-Forwards: .* | Record-Route: a | Record-Route",
                "Max-Forwards: .* | Date: now | Date",
                "Max-Forwards: .* | Expires: soon | Expires",
            })
    void a_request_with_a_header_that_cannot_be_read_is_refused(String line, String bad, String name) {
        Refusal refusal = refusal(request(Messages.OPTIONS.replaceAll(line, bad) + "\n"));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).isEqualTo("Malformed " + name + " Header Field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Session-Expires: soon", "x: 90;refresher=\"", "Min-SE: -1"})
    void a_session_interval_that_cannot_be_read_is_refused_where_it_begins_or_refreshes_a_session(String line) {
        String options = Messages.OPTIONS + line + "\n\n";

        assertThat(refusal(request(options.replace("OPTIONS", "INVITE"))).status())
                .isEqualTo(400);
        assertThat(refusal(request(options.replace("OPTIONS", "UPDATE"))).status())
                .isEqualTo(400);
        assertThat(rules.check(request(options))).isEmpty();
    }

    @Test
    void the_hops_below_the_first_line_are_nobodys_business() {
        assertThat(rules.check(Messages.options("Via: what is this"))).isEmpty();
    }

    @Test
    void a_CSeq_of_another_method_is_refused() {
        Refusal refusal = refusal(request(Messages.OPTIONS.replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE") + "\n"));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).isEqualTo("CSeq Does Not Match the Method");
    }

    @Test
    void another_version_is_refused_before_anything_else() {
        assertThat(refusal(request("OPTIONS sip:a@b SIP/3.0\n\n"))).isEqualTo(Refusal.of(505));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:a@b:x, 400, Malformed Request-URI",
        "sip:a@b?Route=x, 400, Headers in the Request-URI",
        "http://example.com, 416, Unsupported URI Scheme",
        "urn:service:sos, 416, Unsupported URI Scheme",
    })
    void a_Request_URI_that_leads_nowhere_is_refused(String uri, int status, String reason) {
        assertThat(refusal(request(Messages.OPTIONS.replace("sip:bob@example.com SIP", uri + " SIP") + "\n")))
                .isEqualTo(new Refusal(status, reason, List.of()));
    }

    @Test
    void unknown_extensions_are_refused_by_name() {
        Refusal refusal = refusal(Messages.options("Require: 100REL, foo", "Require: timer, bar, foo"));

        assertThat(refusal.status()).isEqualTo(420);
        assertThat(refusal.headers()).extracting(Header::toString).containsExactly("Unsupported: foo, bar");
        assertThat(rules.malformed(Messages.options("Require: foo"))).isEmpty();
        assertThat(rules.check(Messages.options("Require: 100rel, timer"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "CANCEL"})
    void ACK_and_CANCEL_cannot_require_anything(String method) {
        assertThat(rules.check(request(Messages.OPTIONS.replace("OPTIONS", method) + "Require: foo\n\n")))
                .isEmpty();
    }

    @Test
    void a_proxy_looks_at_the_hops_left_and_at_Proxy_Require() {
        SipRequest last = request(Messages.OPTIONS.replace("70", "0") + "\n");

        assertThat(rules.check(last)).isEmpty();
        assertThat(rules.unforwardable(last)).hasValue(Refusal.of(483));
        assertThat(rules.unforwardable(Messages.options("Require: foo"))).isEmpty();
        assertThat(rules.unforwardable(Messages.options("Proxy-Require: foo")))
                .map(Refusal::status)
                .hasValue(420);
        assertThat(rules.check(Messages.options("Proxy-Require: foo"))).isEmpty();
    }

    @Test
    void a_refusal_becomes_a_response() {
        SipRequest request = Messages.options("Require: foo");

        SipResponse response = refusal(request).response(request).build();

        assertThat(response.startLine()).isEqualTo("SIP/2.0 420 Bad Extension");
        assertThat(response.header("Unsupported")).isEqualTo("foo");
        assertThat(response.callId()).isEqualTo(request.callId());
    }
}
