// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

/**
 * An SRV record: a server of a service (RFC 2782).
 *
 * @param priority lower comes first
 * @param weight how often it is chosen among those with the same priority
 * @param port 0 to 65535
 * @param target a host's name; "." if the service is not to be had
 */
public record Srv(int priority, int weight, int port, String target) {
    /** Whether it says that there is no such service. */
    boolean isRefusal() {
        return target.isEmpty() || target.equals(".") || port == 0;
    }
}
