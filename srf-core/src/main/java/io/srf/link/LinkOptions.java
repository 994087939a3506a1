// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.AppNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an application presents itself to an engine, and how patient it is.
 *
 * @param secret that the engine knows too; without {@code |} and line ends
 * @param tags what an HTTP call-out may route to; at most {@value #MAX_TAGS}, each of at most {@value #MAX_TAG_LENGTH} of {@code A-Za-z0-9-_+@:}
 * @param node which node of which application we are; null to leave that unsaid
 * @param timeouts how long to wait
 * @param reconnect when to connect again
 * @param maxPending the number of requests that may wait for replies; one more fails at once
 */
public record LinkOptions(
        String secret,
        List<String> tags,
        @Nullable AppNode node,
        LinkTimeouts timeouts,
        ReconnectPolicy reconnect,
        int maxPending) {
    /** The most tags an engine takes. */
    public static final int MAX_TAGS = 20;

    /** The longest tag an engine takes. */
    public static final int MAX_TAG_LENGTH = 32;

    /** The number of requests that may wait for replies unless told otherwise. */
    public static final int DEFAULT_MAX_PENDING = 100_000;

    /** Checks the secret, the tags and the bound. */
    public LinkOptions {
        tags = List.copyOf(tags);
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c == '|' || c < ' ')) {
            throw new IllegalArgumentException("the secret must not be empty or contain | or control characters");
        }
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException(tags.size() + " tags, expected: ≤ " + MAX_TAGS);
        }
        for (String tag : tags) {
            if (!tag.matches("[A-Za-z0-9\\-_+@:]{1," + MAX_TAG_LENGTH + "}")) {
                throw new IllegalArgumentException("bad tag \"" + tag + "\", expected 1 to " + MAX_TAG_LENGTH
                        + " characters of A-Z a-z 0-9 - _ + @ :");
            }
        }
        if (maxPending < 1) {
            throw new IllegalArgumentException("maxPending is " + maxPending + ", expected: ≥ 1");
        }
    }

    /** The defaults with this secret, and no tags. */
    public static LinkOptions of(String secret) {
        return new LinkOptions(
                secret, List.of(), null, LinkTimeouts.DEFAULT, ReconnectPolicy.DEFAULT, DEFAULT_MAX_PENDING);
    }

    /** The same with other tags. */
    public LinkOptions withTags(List<String> newTags) {
        return new LinkOptions(secret, newTags, node, timeouts, reconnect, maxPending);
    }

    /** The same as this node of its application. */
    public LinkOptions withNode(@Nullable AppNode newNode) {
        return new LinkOptions(secret, tags, newNode, timeouts, reconnect, maxPending);
    }

    /** The same with other timeouts. */
    public LinkOptions withTimeouts(LinkTimeouts newTimeouts) {
        return new LinkOptions(secret, tags, node, newTimeouts, reconnect, maxPending);
    }

    /** The same with another way to reconnect. */
    public LinkOptions withReconnect(ReconnectPolicy newReconnect) {
        return new LinkOptions(secret, tags, node, timeouts, newReconnect, maxPending);
    }

    /** The same with another bound on pending requests. */
    public LinkOptions withMaxPending(int newMaxPending) {
        return new LinkOptions(secret, tags, node, timeouts, reconnect, newMaxPending);
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "LinkOptions[tags=" + tags + ", node=" + node + ", timeouts=" + timeouts + ", reconnect=" + reconnect
                + ", maxPending=" + maxPending + "]";
    }
}
