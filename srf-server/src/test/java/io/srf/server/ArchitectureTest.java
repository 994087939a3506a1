// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.srf.server");

    private static void mayNotUse(String user, String... used) {
        noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used)
                .check(SERVER);
    }

    @Test
    void the_engine_does_not_know_what_applications_import() {
        mayNotUse("io.srf.server..", "io.srf", "io.srf.app..", "io.srf.session..", "io.srf.internal..");
    }

    @Test
    void transports_know_neither_transactions_nor_applications() {
        mayNotUse(
                "io.srf.server.transport..",
                "io.srf.server.transaction..",
                "io.srf.server.dialog..",
                "io.srf.server.proxy..",
                "io.srf.server.admin..",
                "io.srf.server.routing..",
                "io.srf.link..",
                "io.srf.wire..");
    }

    @Test
    void transactions_know_nothing_above_them() {
        mayNotUse(
                "io.srf.server.transaction..",
                "io.netty..",
                "io.srf.server.dialog..",
                "io.srf.server.proxy..",
                "io.srf.server.admin..",
                "io.srf.server.routing..",
                "io.srf.link..",
                "io.srf.wire..");
    }

    @Test
    void dialogs_and_proxies_use_no_sockets() {
        noClasses()
                .that()
                .resideInAnyPackage("io.srf.server.dialog..", "io.srf.server.proxy..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..").and(not(type(NetUtil.class))))
                .check(SERVER);
    }

    @Test
    void session_timers_know_messages_only() {
        mayNotUse(
                "io.srf.server.sessiontimer..",
                "io.netty..",
                "io.srf.time..",
                "io.srf.server.dialog..",
                "io.srf.server.transaction..",
                "io.srf.server.transport..",
                "io.srf.server.admin..",
                "io.srf.link..",
                "io.srf.wire..");
    }

    @Test
    void look_ups_know_nothing_above_them() {
        mayNotUse(
                "io.srf.server.lookup..",
                "io.srf.server.dialog..",
                "io.srf.server.proxy..",
                "io.srf.server.transaction..",
                "io.srf.server.admin..",
                "io.srf.server.routing..",
                "io.srf.link..",
                "io.srf.wire..");
    }

    @Test
    void only_what_asks_DNS_uses_sockets_for_look_ups() {
        noClasses()
                .that()
                .resideInAPackage("io.srf.server.lookup..")
                .and()
                .haveNameNotMatching(".*\\.lookup\\.Dns.*")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..").and(not(type(NetUtil.class))))
                .check(SERVER);
    }
}
