// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.wire.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of passing a request on.
 *
 * @param finalResponse the last final response that came, or null if none did
 * @param branches who answered with what; a destination that answers again after another did has a branch for each time
 */
public record ProxyResult(@Nullable ReceivedResponse finalResponse, List<Branch> branches) {
    /**
     * Final responses of one destination.
     *
     * @param address IP address
     * @param port 1 to 65535
     * @param responses one or more, in the order they came
     */
    public record Branch(String address, int port, List<ReceivedResponse> responses) {}

    static ProxyResult of(List<ReceivedResponse> responses) {
        List<Branch> branches = new ArrayList<>(2);
        for (ReceivedResponse response : responses) {
            Origin origin = response.origin();
            Branch last = branches.isEmpty() ? null : branches.get(branches.size() - 1);
            if (last == null || last.port() != origin.port() || !last.address().equals(origin.address())) {
                last = new Branch(origin.address(), origin.port(), new ArrayList<>(1));
                branches.add(last);
            }
            last.responses().add(response);
        }
        ReceivedResponse last = responses.isEmpty() ? null : responses.get(responses.size() - 1);
        return new ProxyResult(last, List.copyOf(branches));
    }

    /** Whether a destination accepted the request: the last final response is a 2xx. */
    public boolean connected() {
        return finalResponse != null && finalResponse.message().isSuccess();
    }

    /** The status of the last final response, or 0 if none came. */
    public int finalStatus() {
        return finalResponse == null ? 0 : finalResponse.status();
    }
}
