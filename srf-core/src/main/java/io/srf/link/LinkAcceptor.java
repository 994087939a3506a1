// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * Who is asked when the other side opens a link.
 *
 * @param <I> what the other end sends
 * @param <O> what this end sends
 */
public interface LinkAcceptor<I, O> {
    /** Takes a new link and returns who listens to it. Nothing is received before this returns. */
    LinkListener<I> accept(Link<O> link);
}
