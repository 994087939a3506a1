// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** How far a look-up has come. */
sealed interface LookupState {
    /** It waits for the domain's NAPTR records. */
    record AskingDomain() implements LookupState {}

    /**
     * It waits for SRV records.
     *
     * @param services in the order in which they are wanted
     * @param answers those that have come
     */
    record AskingServices(List<Service> services, Map<Service, Answer<Srv>> answers) implements LookupState {}

    /**
     * It waits for addresses.
     *
     * @param places in the order in which they are tried
     * @param answers those that have come
     */
    record AskingHosts(List<Place> places, Map<Place, Answer<InetSocketAddress>> answers) implements LookupState {}

    /** It is done. */
    record Over() implements LookupState {}
}
