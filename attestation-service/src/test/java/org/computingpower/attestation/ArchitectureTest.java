package org.computingpower.attestation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;

@AnalyzeClasses(packages = "org.computingpower.attestation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PURE = classes()
            .that()
            .resideInAPackage("..attestation.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.computingpower.terms..",
                    "org.computingpower.events..",
                    "org.computingpower.sgx.dcap..",
                    "org.computingpower.attestation.domain..");

    @ArchTest
    static final ArchRule APPLICATION_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("..attestation.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..attestation.adapter..", "..attestation.config..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_SEE_EACH_OTHER =
            slices().matching("..attestation.adapter.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule SQL_STAYS_IN_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("..attestation.adapter.postgres..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.mutiny.sqlclient.Tuple");

    @ArchTest
    static final ArchRule NOTHING_SIMULATED_IN_THE_SERVICE =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.computingpower.sgx.dcap.sim..");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses().should().callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
