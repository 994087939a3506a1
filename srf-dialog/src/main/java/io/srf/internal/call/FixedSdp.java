// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.function.UnaryOperator;

/**
 * A session description that is known beforehand, so that no code of the application need run for it.
 *
 * @param sdp what is sent, whatever the other side sent
 */
public record FixedSdp(String sdp) implements UnaryOperator<String> {
    @Override
    public String apply(String ignored) {
        return sdp;
    }
}
