// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which servers the engine trusts when it connects to them. Immutable. */
public final class Trust {
    /** Those whose certificate names them and comes from an authority that the JDK knows. */
    public static final Trust SYSTEM = new Trust("system", null);
    /** All of them, unchecked: for tests, and networks that are protected otherwise. */
    public static final Trust ANY = new Trust("any", null);

    private final String name;
    private final @Nullable Path authorities;

    private Trust(String name, @Nullable Path authorities) {
        this.name = name;
        this.authorities = authorities;
    }

    /** Those whose certificate names them and comes from one of the authorities in this PEM file. */
    public static Trust in(Path authorities) {
        return new Trust(authorities.toString(), authorities);
    }

    /** Reads {@code system}, {@code any}, or the path of a PEM file. */
    public static Trust parse(String text) {
        return switch (text) {
            case "" -> throw new IllegalArgumentException("trust is empty, expected system, any or a PEM file");
            case "system" -> SYSTEM;
            case "any" -> ANY;
            default -> in(Path.of(text));
        };
    }

    /** The file with the authorities; null for the JDK's, or none. */
    @Nullable Path authorities() {
        return authorities;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Trust trust
                && trust.name.equals(name)
                && Objects.equals(trust.authorities, authorities);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
