// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.net.InetSocketAddress;

/** What happens to a look-up. */
sealed interface LookupEvent {
    /** The NAPTR records of the domain came. */
    record Offers(Answer<Naptr> answer) implements LookupEvent {}

    /** The SRV records of a service came. */
    record Servers(Service service, Answer<Srv> answer) implements LookupEvent {}

    /** The addresses of a host came. */
    record Addresses(Place place, Answer<InetSocketAddress> answer) implements LookupEvent {}

    /** It has taken too long. */
    record TimeUp() implements LookupEvent {}
}
