// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import org.junit.jupiter.api.Test;

class ExtrasTest {
    private static SipRequest with(Extras extras) {
        return extras.into(SipRequest.builder("INFO", "sip:b.example").add(HeaderName.SUBJECT, "old"))
                .build();
    }

    @Test
    void headers_take_the_place_of_those_of_the_same_name() {
        SipRequest request = with(Extras.of("s", "new").header("X-A", "1"));
        assertThat(request.header("Subject")).isEqualTo("new");
        assertThat(request.all(HeaderName.SUBJECT)).hasSize(1);
        assertThat(request.header("X-A")).isEqualTo("1");
    }

    @Test
    void several_headers_of_one_name_stay_in_order() {
        SipRequest request = with(Extras.of(Header.of("X-A", "1"), Header.of("X-B", "2"), Header.of("X-A", "3")));
        assertThat(request.all(HeaderName.of("X-A"))).extracting(Header::value).containsExactly("1", "3");
    }

    @Test
    void adding_leaves_the_original_as_it_was() {
        Extras one = Extras.of("X-A", "1");
        one.header("X-B", "2").body("hello", "text/plain");
        assertThat(one.headers()).hasSize(1);
        assertThat(one.hasBody()).isFalse();
        assertThat(Extras.NONE.headers()).isEmpty();
    }

    @Test
    void a_body_comes_with_its_type_and_its_bytes() {
        byte[] bytes = {0, 1, 2, (byte) 0xff};
        SipRequest request = with(Extras.NONE.body(bytes, "application/octet-stream"));
        bytes[0] = 9;
        assertThat(request.body()).containsExactly(0, 1, 2, 0xff);
        assertThat(request.contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void the_body_of_another_message_can_be_taken_over() {
        assertThat(with(Extras.bodyOf(Messages.invite())).bodyText()).isEqualTo(Messages.SDP);
        assertThat(Extras.bodyOf(Messages.of("INFO"))).isEqualTo(Extras.NONE);
    }

    @Test
    void a_value_that_would_begin_another_header_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Extras.of("X-A", "1\r\nX-B: 2"));
        assertThatIllegalArgumentException().isThrownBy(() -> Extras.of("X A", "1"));
    }
}
