package org.computingpower.relayer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.computingpower.relayer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DOMAIN_IS_PURE = classes()
            .that()
            .resideInAPackage("..relayer.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.computingpower.terms..", "..relayer.domain..");

    @ArchTest
    static final ArchRule APPLICATION_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("..relayer.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..relayer.adapter..", "..relayer.config..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_SEE_EACH_OTHER =
            slices().matching("..relayer.adapter.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_POSTGRES_WRITES_SQL = noClasses()
            .that()
            .resideOutsideOfPackages("..relayer.adapter.postgres..", "..relayer.adapter.kafka..", "..relayer.config..")
            .and()
            .doNotHaveSimpleName("IntentQueue")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..sqlclient..", "java.sql..", "io.quarkus.hibernate..");

    @ArchTest
    static final ArchRule WEB3J_STAYS_IN_ITS_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackages("..relayer.adapter.abi..", "..relayer.adapter.signer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.web3j..");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = noFields().should().beAnnotatedWith(jakarta.inject.Inject.class);
}
