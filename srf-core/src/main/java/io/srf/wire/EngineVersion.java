// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an engine calls itself, and what follows from it.
 *
 * @param text as in {@link Reply.Authenticated#version()}, a drachtio-server's such as {@code v0.9.4}, or an srf engine's such as
 *     {@code v0.9.4-srf-1.0.0}: drachtio-srf reads numbers in front, and sends pings only where it finds some; may be ""
 */
public record EngineVersion(String text) {
    /** What stands before the version of an srf engine. */
    public static final String SRF = "srf-";

    private static final Pattern DRACHTIO = Pattern.compile("v(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

    /** Whether it is an srf engine, which keeps none of the limits of a drachtio-server and removes one route at a time. */
    public boolean isSrf() {
        return text.contains(SRF);
    }

    /** Whether it answers pings: all do but drachtio-servers before 0.8.2, which close the link. */
    public boolean answersPings() {
        Matcher drachtio = DRACHTIO.matcher(text);
        if (!drachtio.matches()) {
            return true;
        }
        int major = Integer.parseInt(drachtio.group(1));
        int minor = Integer.parseInt(drachtio.group(2));
        int patch = Integer.parseInt(drachtio.group(3));
        return major > 0 || minor > 8 || (minor == 8 && patch >= 2);
    }
}
