package org.computingpower.challenge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.Instant;
import org.computingpower.terms.key.SigningKey;

/** The fences inside the service. */
@AnalyzeClasses(packages = "org.computingpower.challenge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DOMAIN_IS_PURE = classes()
            .that()
            .resideInAPackage("..challenge.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.computingpower.challenge.domain..",
                    "org.computingpower.terms..",
                    "org.computingpower.power..");

    @ArchTest
    static final ArchRule APPLICATION_SEES_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("..challenge.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..challenge.adapter..", "..challenge.config..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_SEE_EACH_OTHER =
            slices().matching("..challenge.adapter.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.computingpower.challenge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_POSTGRES_WRITES_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("..challenge.adapter.postgres..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.mutiny\\.sqlclient\\.(Pool|Tuple|Row|RowSet|PreparedQuery)");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = fields().should().notBeAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule THE_KEY_IS_USED_AT_ONE_DESK = noClasses()
            .that()
            .haveNameNotMatching(".*\\.SigningDesk")
            .should()
            .callMethod(SigningKey.class, "sign", org.computingpower.terms.Bytes32.class);
}
