// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.util.List;

/** What is done for a look-up. */
sealed interface LookupEffect {
    /** Asks for the NAPTR records of a domain. */
    record AskDomain(String domain) implements LookupEffect {}

    /** Asks for SRV records. */
    record AskService(Service service) implements LookupEffect {}

    /** Asks for addresses. */
    record AskHost(Place place) implements LookupEffect {}

    /** These are the targets, one at least, in the order in which they are tried. */
    record Found(List<Target> targets) implements LookupEffect {}

    /** There is no target. */
    record NotFound(String why) implements LookupEffect {}
}
