// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses DIALOG = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.srf");

    private static void mayNotUse(String user, String... used) {
        noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used)
                .check(DIALOG);
    }

    @Test
    void an_application_does_not_know_the_engine() {
        mayNotUse("io.srf..", "io.srf.server..");
    }

    @Test
    void sessions_know_neither_calls_nor_the_network() {
        mayNotUse("io.srf.session..", "io.srf", "io.srf.internal..", "io.srf.app..", "io.srf.link..", "io.netty..");
    }

    @Test
    void stores_see_the_sessions_spi_without_what_keeps_them() {
        mayNotUse("io.srf.session", "io.srf.session.internal..", "tools.jackson..", "com.fasterxml.jackson..");
    }

    @Test
    void mailboxes_know_nothing_of_calls() {
        mayNotUse("io.srf.internal.actor..", "io.srf", "io.srf.app..", "io.srf.internal.call..", "io.srf.sip..");
    }

    @Test
    void machines_have_no_socket_clock_or_thread() {
        noClasses()
                .that()
                .haveNameMatching("io\\.srf\\.(internal|session)\\..*\\.\\w+Machine(\\$.*)?")
                .and()
                .resideOutsideOfPackage("io.srf.internal.call..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.srf.time..", "java.util.concurrent..", "java.net..")
                .check(DIALOG);
    }
}
