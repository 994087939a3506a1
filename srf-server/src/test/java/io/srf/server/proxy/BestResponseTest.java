// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestResponseTest {
    @ParameterizedTest(name = "of {0} and {1}, {2} goes back")
    @CsvSource({
        "486, 404, 404",
        "404, 486, 486",
        "486, 603, 603",
        "603, 486, 603",
        "503, 404, 404",
        "404, 503, 404",
        "302, 486, 302",
        "486, 302, 302",
        "486, 401, 401",
        "401, 486, 401",
        "408, 486, 486",
        "486, 408, 486",
    })
    void the_best_final_response_is_chosen(int first, int second, int best) {
        BestResponse chosen = BestResponse.NONE.or(response(first)).or(response(second));

        assertThat(chosen.response()).extracting(SipResponse::status).isEqualTo(best);
    }

    private static SipResponse response(int status) {
        return SipResponse.builder(status, null).build();
    }
}
