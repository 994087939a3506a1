// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.srf");

    private static void mayNotUse(String user, String... used) {
        noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used)
                .check(CORE);
    }

    @Test
    void messages_know_nothing_but_the_jdk() {
        mayNotUse("io.srf.sip..", "io.netty..", "io.srf.wire..", "io.srf.link..", "io.srf.time..", "io.srf.app..");
    }

    @Test
    void time_knows_no_other_package_and_no_sockets() {
        mayNotUse("io.srf.time..", "io.netty..", "io.srf.sip..", "io.srf.wire..", "io.srf.link..", "io.srf.app..");
    }

    @Test
    void the_wire_protocol_knows_sip_messages_only() {
        mayNotUse("io.srf.wire..", "io.netty..", "io.srf.link..", "io.srf.time..", "io.srf.app..");
    }

    @Test
    void the_recorder_knows_messages_and_time_only() {
        mayNotUse("io.srf.flight..", "io.netty..", "io.srf.wire..", "io.srf.link..", "io.srf.app..");
        mayNotUse("io.srf.sip..", "io.srf.flight..");
        mayNotUse("io.srf.time..", "io.srf.flight..");
    }

    @Test
    void links_do_not_know_the_middleware() {
        mayNotUse("io.srf.link..", "io.srf.app..");
    }

    @Test
    void machines_have_no_socket_clock_or_thread() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.\\w+Machine(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.srf.time..", "java.util.concurrent..", "java.net..")
                .check(CORE);
    }

    @Test
    void packages_form_layers() {
        slices().matching("io.srf.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
