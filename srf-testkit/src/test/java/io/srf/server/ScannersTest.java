// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.protection.Refused;
import io.srf.server.protection.Scanners;
import io.srf.server.protection.Scanners.Action;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scanners at a whole engine, in virtual time. */
class ScannersTest extends StrangersAtTheEngine {
    @Test
    void a_known_scanner_hears_nothing() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone scanner = world.phone("scanner");

        sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "Friendly-Scanner"));
        sends(world, scanner, request(world, scanner, Methods.INVITE, "", "sipcli/v1.8"));
        world.passes(A_MOMENT);

        assertThat(scanner.received().all()).isEmpty();
        assertThat(refused(world, Refused.SCANNER)).isEqualTo(2);
    }

    @Test
    void the_list_of_scanners_is_the_operators() {
        Scanners mine = new Scanners(List.of("*evil"), List.of(), Action.DROP, Action.SERVE, Scanners.TARPIT);
        EngineWorld world = world(USUAL.withScanners(mine));
        answersOptions(world);
        Phone phone = world.phone("phone");

        sends(world, phone, request(world, phone, Methods.OPTIONS, "", "the EVIL one"));
        sends(world, phone, request(world, phone, Methods.OPTIONS, "", "sipvicious"));
        world.passes(A_MOMENT);

        assertThat(answers(phone, 200)).isEqualTo(1);
    }

    @Test
    void a_scanner_in_the_tarpit_gets_403_when_it_has_waited() {
        EngineWorld world = world(USUAL.withScanners(Scanners.DEFAULT.with(Action.TARPIT)));
        answersOptions(world);
        Phone scanner = world.phone("scanner");

        sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "sipvicious"));
        world.passes(Scanners.TARPIT.minusSeconds(1));
        assertThat(scanner.received().all()).isEmpty();
        assertThat(world.stats().isAtRest()).isTrue();

        world.passes(Duration.ofSeconds(2));
        assertThat(answers(scanner, 403)).isEqualTo(1);
    }

    @Test
    void no_more_wait_in_the_tarpit_than_its_bound_says() {
        EngineWorld world = world(USUAL.withScanners(Scanners.DEFAULT.with(Action.TARPIT)));
        Phone scanner = world.phone("scanner");

        for (int i = 0; i < 3_000; i++) {
            sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "sipvicious"));
        }
        world.passes(Scanners.TARPIT.plus(A_MOMENT));

        assertThat(answers(scanner, 403)).isEqualTo(1_000);
    }

    @Test
    void a_scanner_is_known_by_its_From_too_but_not_whoever_has_a_similar_name() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone phone = world.phone("phone");

        for (String from : List.of(
                "<sip:SIPVicious@a.example>;tag=1",
                "\"sipvicious\" <sip:100@a.example>;tag=1",
                "<sip:sipvicious.fan@a.example>;tag=1",
                "<tel:+4930123456>;tag=1",
                "\"Iwar\" <sip:iwar@a.example>;tag=1")) {
            SipRequest request = request(world, phone, Methods.OPTIONS, "", "phone");
            sends(world, phone, request.toBuilder().set(HeaderName.FROM, from).build());
        }
        world.passes(A_MOMENT);

        assertThat(answers(phone, 200)).isEqualTo(3);
        assertThat(refused(world, Refused.SCANNER)).isEqualTo(2);
    }
}
