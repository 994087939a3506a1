// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import org.jspecify.annotations.Nullable;

/**
 * Who listens at one end of a {@link Link}. It is called by the thread the message comes on and must not block.
 *
 * @param <M> what the other end sends
 */
public interface LinkListener<M> {
    /** A message came. */
    void received(M message);

    /**
     * The link is gone; called once, and nothing is received afterwards.
     *
     * @param cause null if either end closed it in peace
     */
    void closed(@Nullable Throwable cause);
}
