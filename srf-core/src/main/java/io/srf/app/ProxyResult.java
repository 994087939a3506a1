// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of passing a request on.
 *
 * @param finalResponse the last final response that came, or null if none did
 * @param branches who answered with what, in the order of their first answers
 */
public record ProxyResult(@Nullable ReceivedResponse finalResponse, List<Branch> branches) {
    /**
     * The final responses of one destination.
     *
     * @param address IP address
     * @param port 1 to 65535
     * @param responses one or more, in the order they came
     */
    public record Branch(String address, int port, List<ReceivedResponse> responses) {}

    /** Whether a destination accepted the request with a 2xx. */
    public boolean connected() {
        SipResponse last = finalResponse == null ? null : finalResponse.message();
        return last != null && last.isSuccess();
    }

    /** The status of the last final response, or 0 if none came. */
    public int finalStatus() {
        return finalResponse == null ? 0 : finalResponse.status();
    }
}
