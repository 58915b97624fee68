package org.computingpower.gateway;

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

@AnalyzeClasses(packages = "org.computingpower.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule domainKnowsTheJdkAndValuesOnly = classes()
            .that()
            .resideInAPackage("..gateway.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.computingpower.terms..",
                    "org.computingpower.gateway.domain..",
                    "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule applicationKnowsNoAdapter = noClasses()
            .that()
            .resideInAPackage("..gateway.application..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.adapter..");

    @ArchTest
    static final ArchRule adaptersDoNotSeeEachOther = slices().matching("org.computingpower.gateway.adapter.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = fields().should().notBeAnnotatedWith(Inject.class);
}
