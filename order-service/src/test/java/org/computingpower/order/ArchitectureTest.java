package org.computingpower.order;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import jakarta.inject.Inject;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FinalState;
import org.computingpower.events.PowerShortfall;

/** The fences of this service. */
@AnalyzeClasses(packages = "org.computingpower.order", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.computingpower.order.";

    private static final DescribedPredicate<JavaClass> WORDS_OF_THE_PUBLISHED_LANGUAGE =
            JavaClass.Predicates.belongToAnyOf(Actor.class, CloseReason.class, FinalState.class, PowerShortfall.class);

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_ONLY_THE_JDK_AND_THE_MARKETS_TERMS = noClasses()
            .that()
            .resideInAPackage(ROOT + "domain..")
            .should()
            .dependOnClassesThat(
                    resideOutsideOfPackages(ROOT + "domain..", "java..", "org.jspecify..", "org.computingpower.terms..")
                            .and(DescribedPredicate.not(WORDS_OF_THE_PUBLISHED_LANGUAGE)));

    @ArchTest
    static final ArchRule APPLICATION_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage(ROOT + "application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "adapter..", ROOT + "config..", "jakarta.ws.rs..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_SEE_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching(ROOT + "adapter.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_POSTGRES_READS_ROWS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "adapter.postgres..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.mutiny.sqlclient.Row");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
