// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/**
 * Hears what becomes of a request that was sent.
 *
 * <p>{@code sent} comes first, then any number of {@code provisional}, and exactly one of {@code answered} and {@code failed} ends
 * it; {@code failed} may come alone. All run on the thread of the link, in the order things arrived, but for a {@code failed} because time
 * ran out, which runs on that of the timers. None may block. What one throws is logged and changes nothing.
 */
public interface RequestListener {
    /** The engine has sent it; now its transaction id is known. */
    default void sent(SentRequest request) {}

    /** A provisional response came. */
    default void provisional(ReceivedResponse response) {}

    /** The final response came, of any status. */
    void answered(ReceivedResponse response);

    /**
     * There will be no final response.
     *
     * @param cause {@link NotSentException} if the engine refused the request, {@link NoAnswerException} if time ran out,
     *     {@link io.srf.link.LinkException} if the link dropped
     */
    void failed(Throwable cause);
}
