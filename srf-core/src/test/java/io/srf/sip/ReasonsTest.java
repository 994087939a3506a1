// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {
    @Test
    void every_status_has_a_phrase_that_can_be_written() {
        for (int status = 100; status < 700; status++) {
            SipResponse response = SipResponse.builder(status, null).build();

            assertThat(response.reason()).isEqualTo(Reasons.phrase(status)).matches("[A-Za-z/ -]+");
            assertThat(SipParser.parse(response.encoded())).isEqualTo(response);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, Trying",
        "199, Early Dialog Terminated",
        "200, OK",
        "302, Moved Temporarily",
        "481, Call/Transaction Does Not Exist",
        "487, Request Terminated",
        "504, Server Time-out",
        "606, Not Acceptable",
        "155, Progress",
        "255, Success",
        "355, Redirection",
        "455, Request Failure",
        "555, Server Failure",
        "655, Global Failure",
    })
    void a_status_has_the_phrase_of_its_RFC_or_of_its_class(int status, String phrase) {
        assertThat(Reasons.phrase(status)).isEqualTo(phrase);
    }

    @ParameterizedTest
    @CsvSource({
        "100, true, false",
        "199, true, false",
        "200, false, true",
        "299, false, true",
        "300, false, false",
        "699, false, false"
    })
    void a_status_is_provisional_or_final_and_may_be_success(int status, boolean provisional, boolean success) {
        SipResponse response = SipResponse.builder(status, null).build();

        assertThat(response.isProvisional()).isEqualTo(provisional);
        assertThat(response.isFinal()).isEqualTo(!provisional);
        assertThat(response.isSuccess()).isEqualTo(success);
    }
}
