// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is heard of a request that was sent. */
final class Heard implements RequestListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public void sent(SentRequest request) {
        lines.add("sent " + request.transactionId());
    }

    @Override
    public void provisional(ReceivedResponse response) {
        lines.add("provisional " + response.status());
    }

    @Override
    public void answered(ReceivedResponse response) {
        lines.add("answered " + response.status());
    }

    @Override
    public void failed(Throwable cause) {
        lines.add("failed");
        failures.add(cause);
    }
}
