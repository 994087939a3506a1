// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
    @Test
    void a_uri_is_read_in_its_parts() {
        SipUri uri = SipUri.parse("sips:alice:secret@example.com:5071;transport=TCP;lr?Subject=hi&Route=%3Csip:x%3E");

        assertThat(uri.secure()).isTrue();
        assertThat(uri.scheme()).isEqualTo("sips");
        assertThat(uri.user()).isEqualTo("alice");
        assertThat(uri.password()).isEqualTo("secret");
        assertThat(uri.host()).isEqualTo("example.com");
        assertThat(uri.address()).isEqualTo("example.com");
        assertThat(uri.port()).isEqualTo(5071);
        assertThat(uri.transport()).isEqualTo("tcp");
        assertThat(uri.isLooseRouting()).isTrue();
        assertThat(uri.headers()).isEqualTo("Subject=hi&Route=%3Csip:x%3E");
        assertThat(uri.withoutHeaders()).hasToString("sips:alice:secret@example.com:5071;transport=TCP;lr");
    }

    @Test
    void a_uri_may_be_a_host_alone() {
        SipUri uri = SipUri.parse("SIP:example.com");

        assertThat(uri.rawUser()).isNull();
        assertThat(uri.user()).isEmpty();
        assertThat(uri.port()).isEqualTo(-1);
        assertThat(uri.transport()).isNull();
        assertThat(uri.params().isEmpty()).isTrue();
        assertThat(uri).hasToString("sip:example.com");
        assertThat(uri.withoutHeaders()).isSameAs(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:[2001:db8::10], [2001:db8::10], 2001:db8::10, -1",
        "sip:[2001:db8::10]:5070, [2001:db8::10], 2001:db8::10, 5070",
        "sip:user@[::ffff:192.0.2.10]:19823, [::ffff:192.0.2.10], ::ffff:192.0.2.10, 19823",
        "sip:user@[::1];received=[2001:db8::9:255], [::1], ::1, -1",
        "sip:[::], [::], ::, -1",
        "sip:[1::], [1::], 1::, -1",
        "sip:[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8], 1:2:3:4:5:6:7:8, -1",
        "sip:[1:2:3:4:5:6:192.0.2.255], [1:2:3:4:5:6:192.0.2.255], 1:2:3:4:5:6:192.0.2.255, -1",
        "sip:[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7::], 1:2:3:4:5:6:7::, -1",
    })
    void an_ipv6_address_stands_in_brackets(String text, String host, String address, int port) {
        SipUri uri = SipUri.parse(text);

        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.address()).isEqualTo(address);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri).hasToString(text);
    }

    @Test
    void escapes_in_the_user_are_undone_once() {
        assertThat(SipUri.parse("sip:sips%3Auser%40example.com@example.net").user())
                .isEqualTo("sips:user@example.com");
        assertThat(SipUri.parse("sip:%2541@x").user()).isEqualTo("%41");
        assertThat(SipUri.parse("sip:%c3%a9t%C3%A9@x").user()).isEqualTo("été");
        assertThat(SipUri.parse("sip:null-%00-null@x").user()).isEqualTo("null-\0-null");
    }

    @Test
    void escapes_in_parameters_are_undone_when_they_are_read_and_kept_when_they_are_written() {
        SipUri uri = SipUri.parse("sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31");

        assertThat(uri.isLooseRouting()).isTrue();
        assertThat(uri.params().get("name")).isEqualTo("value%41");
        assertThat(uri.params().names()).containsExactly("lr", "name");
        assertThat(uri).hasToString("sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31");
    }

    @Test
    void semicolons_and_question_marks_before_the_at_sign_belong_to_the_user() {
        SipUri uri = SipUri.parse("sip:user;par=u%40example.net?x@example.com");

        assertThat(uri.user()).isEqualTo("user;par=u@example.net?x");
        assertThat(uri.params().isEmpty()).isTrue();
        assertThat(uri.headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "[2001:db8:::1], it has a colon too many",
        "[:1::2], it has a colon too many",
        "[1:2:3:4:5:6:7:8:], it ends with a colon",
        "[1::2::3], '''::'' stands in it twice'",
        "[1:2:3:4:5:6:7], 'it has 7 groups, expected 8, or a ''::'''",
        "[1:2:3:4:5:6:7:8:9], 'it has 9 groups, expected 8, or a ''::'''",
        "[1:2:3:4:5:6:7:8::], 'it has 8 groups, expected < 8 with a ''::'''",
        "[1:2:3:4:5:6:7:1.2.3.4], 'it has 9 groups, expected 8, or a ''::'''",
        "[::12345], a group has more than 4 digits",
        "[::1.2.3], an IPv4 address is expected at its end",
        "[::1.2.3.256], an IPv4 address is expected at its end",
        "[::1.2.3.4.5], an IPv4 address is expected at its end",
        "[1.2.3.4::], an IPv4 address is expected at its end",
        "[fe80::1%eth0], 'only digits, a to f and colons are expected'",
        "[fe80::1%2], 'only digits, a to f and colons are expected'",
    })
    void what_is_no_ipv6_address_is_refused_with_the_reason(String host, String reason) {
        assertThatThrownBy(() -> SipUri.parse("sip:bob@" + host))
                .isInstanceOf(SipParseException.class)
                .hasMessageContaining("expected an IPv6 address, found ")
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> SipUri.parse("sip:bob@example.com").withHostPort(host, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a host: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:",
                "sip:@example.com",
                "sip::pw@example.com",
                "sip:a@b@c",
                "sip:a@",
                "sip:a@b:",
                "sip:a@b:0",
                "sip:a@b:65536",
                "sip:a@b:99999999999999999999",
                "sip:a@b:-5",
                "sip:a@b:50x60",
                "sip:a@b:5060:5061",
                "sip:a@b,c",
                "sip:a@[::1",
                "sip:a@::1]",
                "sip:a@[]",
                "sip:a@[1]",
                "sip:a@[[::1]]",
                "sip:a@[::g]",
                "sip:a@b;",
                "sip:a@b;;x",
                "sip:a@b;=x",
                "sip:a@b;x=y z",
                "sip:a b@c",
                "sip:a%4@c",
                "sip:a%zz@c",
                "sip:a%@c",
                "sip:<a@b>",
                "sip:a@b\"",
                "sip:a@b\r\nX: y",
                "sip:a\0@b",
                "sip:a@b\u007f",
                "sip:a@b\u0085",
                "//a@b",
                "",
                ":",
                "s ip:a@b",
            })
    void what_is_no_uri_is_refused_with_its_place(String text) {
        SipParseException refusal = catchThrowableOfType(SipParseException.class, () -> Uri.parse(text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.layer()).isEqualTo(SipParseException.Layer.HEADER);
        assertThat(refusal.suggestedStatus()).isEqualTo(400);
        assertThat(refusal.offset()).isBetween(0, text.length());
    }

    @Test
    void a_uri_of_another_scheme_is_no_sip_uri() {
        assertThatThrownBy(() -> SipUri.parse("tel:+1555"))
                .isInstanceOfSatisfying(
                        SipParseException.class,
                        e -> assertThat(e.suggestedStatus()).isEqualTo(416));
    }

    @Test
    void a_tel_uri_has_a_number_and_parameters() {
        TelUri uri = (TelUri) Uri.parse("TEL:+1-(201)-555.0123;phone-context=example.com;ext=7");

        assertThat(uri.scheme()).isEqualTo("tel");
        assertThat(uri.number()).isEqualTo("+1-(201)-555.0123");
        assertThat(uri.user()).isEqualTo("+12015550123");
        assertThat(uri.params().get("phone-context")).isEqualTo("example.com");
        assertThat(uri).hasToString("tel:+1-(201)-555.0123;phone-context=example.com;ext=7");
        assertThatThrownBy(() -> Uri.parse("tel:")).isInstanceOf(SipParseException.class);
        assertThatThrownBy(() -> Uri.parse("tel:+1x")).isInstanceOf(SipParseException.class);
        assertThatThrownBy(() -> new TelUri("1;x", Params.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_uri_of_an_unknown_scheme_is_kept_as_it_is() {
        Uri uri = Uri.parse("soap.beep://192.0.2.103:3002");

        assertThat(uri.scheme()).isEqualTo("soap.beep");
        assertThat(uri.user()).isEmpty();
        assertThat(uri).isInstanceOf(OtherUri.class).hasToString("soap.beep://192.0.2.103:3002");
        assertThat(Uri.parse("ISBN:2983792873").scheme()).isEqualTo("isbn");
    }

    @Test
    void a_uri_is_put_together_with_what_needs_it_escaped() {
        assertThat(SipUri.of("a b@c:d%é", "example.com", 5060))
                .hasToString("sip:a%20b%40c%3Ad%25%C3%A9@example.com:5060");
        assertThat(SipUri.of("+1555;x=y", "example.com", -1)).hasToString("sip:+1555;x=y@example.com");
        assertThat(SipUri.of(null, "2001:db8::1", -1)).hasToString("sip:[2001:db8::1]");
        assertThat(SipUri.of("", "h", -1).rawUser()).isNull();
        assertThat(SipUri.parse("sip:a:pw@h").withUser("b c")).hasToString("sip:b%20c@h");
        assertThat(SipUri.parse("sip:a@h:1;x").withHostPort("::1", -1)).hasToString("sip:a@[::1];x");
        assertThat(SipUri.parse("sip:a@h;x=1;y").withParam("X", "p q;r").withParam("z", null))
                .hasToString("sip:a@h;X=p%20q%3Br;y;z");
        assertThat(SipUri.of("a", "h", -1).withParam("x", "p q").params().get("x"))
                .isEqualTo("p q");
        assertThat(SipUri.parse("sip:a@h;x").withParams(Params.NONE)).hasToString("sip:a@h");
        assertThat(SipUri.of(null, "h", -1).withParams(Params.parse(";lr;x=\"a b\";y=c@d;z=%41%3b;u@v")))
                .hasToString("sip:h;lr;x=a%20b;y=c%40d;z=A%3B;u%40v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a>", "a@b", "a;b", "a\r\nb", "a:5060", "[::1", "[a]"})
    void a_host_that_would_not_be_read_back_is_refused(String host) {
        assertThatThrownBy(() -> new SipUri(false, "u", null, host, -1, Params.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a host");
    }

    @Test
    void other_parts_that_would_not_be_read_back_are_refused() {
        for (String user : new String[] {"", "a b", "a@b", "a:b", "a>", "a\r\n", "%zz"}) {
            assertThatThrownBy(() -> new SipUri(false, user, null, "h", -1, Params.NONE, ""))
                    .as(user)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new SipUri(false, null, "pw", "h", -1, Params.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SipUri(false, "a", "p w", "h", -1, Params.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SipUri(false, "a", null, "h", -1, Params.NONE, "x=>"))
                .isInstanceOf(IllegalArgumentException.class);
        for (int port : new int[] {0, -2, 65_536}) {
            assertThatThrownBy(() -> SipUri.of("a", "h", port))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65535");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;newparam=5",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com, sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent, sip:alice@atlanta.com?priority=urgent&subject=project%20x",
        "sip:a%2bb@h, sip:a%2Bb@h",
        "sip:[2001:DB8::1], sip:[2001:db8::1]",
    })
    void these_mean_the_same(String a, String b) {
        assertThat(SipUri.parse(a).isEquivalentTo(SipUri.parse(b))).isTrue();
        assertThat(SipUri.parse(b).isEquivalentTo(SipUri.parse(a))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off",
        "sip:a@h, sips:a@h",
        "sip:a@h, sip:a:pw@h",
        "sip:a@h, sip:h",
        "sip:a@h;maddr=1.2.3.4, sip:a@h",
        "sip:a%2Bb@h, sip:a+b@h",
    })
    void these_mean_something_else(String a, String b) {
        assertThat(SipUri.parse(a).isEquivalentTo(SipUri.parse(b))).isFalse();
        assertThat(SipUri.parse(b).isEquivalentTo(SipUri.parse(a))).isFalse();
    }
}
