// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

/**
 * How an engine passes a request on.
 *
 * @param remainInDialog whether to insert a Record-Route
 * @param fullResponse whether each final response is reported to the application
 * @param followRedirects whether the contacts of a 3xx are tried
 * @param simultaneous whether all destinations are tried at once
 * @param provisionalTimeout how long to wait for any response, such as {@code 2s} or {@code 1500ms}; "" for the engine's default
 * @param finalTimeout how long to wait for a final response, written likewise
 */
public record ProxyOptions(
        boolean remainInDialog,
        boolean fullResponse,
        boolean followRedirects,
        boolean simultaneous,
        String provisionalTimeout,
        String finalTimeout) {
    /** One destination after the other, out of the dialog, no redirects, the engine's timeouts. */
    public static final ProxyOptions DEFAULT = new ProxyOptions(false, true, false, false, "", "");
}
