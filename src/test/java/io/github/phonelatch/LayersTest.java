package io.github.phonelatch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.keycloak.authentication.RequiredActionFactory;

/** What may know what. */
class LayersTest {
    private static final String OURS = "io.github.phonelatch..";
    private static final String TOOLS = "io.github.phonelatch.tools..";
    private static final String ENGAGELAB = "io.github.phonelatch.gateway.engagelab..";
    private static final String[] ENTRY_POINTS = {
        "io.github.phonelatch.action..",
        "io.github.phonelatch.authenticator..",
        "io.github.phonelatch.credential..",
        "io.github.phonelatch.token..",
        "io.github.phonelatch.event..",
        "io.github.phonelatch.password..",
        "io.github.phonelatch.registration..",
        "io.github.phonelatch.rest.."
    };

    @TestFactory
    Stream<DynamicTest> dependenciesPointInward() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.phonelatch");
        return Stream.of(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ENGAGELAB)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("okhttp3..", "okio..", "dev.failsafe..")
                                .because("how the provider is called is its client's affair alone"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("io.github.phonelatch.phone..", TOOLS)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("com.google.i18n..")
                                .because("a number is read in one place only"),
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        "io.github.phonelatch.challenge..",
                                        "io.github.phonelatch.phone..",
                                        "io.github.phonelatch.gateway..",
                                        "io.github.phonelatch.metrics..",
                                        "io.github.phonelatch.config..")
                                .should()
                                .dependOnClassesThat(are(resideInAnyPackage(
                                                "org.keycloak.authentication..",
                                                "org.keycloak.forms..",
                                                "jakarta.ws.rs..")
                                        // Holds the declaration of max_auth_age, which the settings show beside ours.
                                        .and(not(name(RequiredActionFactory.class.getName())))))
                                .because("the core answers any entry point, in the browser or not"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(ENTRY_POINTS)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(ENTRY_POINTS)
                                .because("entry points ask the core, never the other way"),
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        "io.github.phonelatch.phone..",
                                        "io.github.phonelatch.gateway..",
                                        "io.github.phonelatch.config..",
                                        "io.github.phonelatch.metrics..",
                                        "io.github.phonelatch.support..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("io.github.phonelatch.challenge.."),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ENGAGELAB)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(ENGAGELAB)
                                .because("Keycloak finds the provider; nobody else knows which one it is"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("io.github.phonelatch.metrics..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("io.micrometer..")
                                .because("what may be a label, and that no meter throws, is seen to in one place"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("io.github.phonelatch.phone..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("jakarta.persistence..", "org.keycloak.connections.jpa..")
                                .because("Keycloak's tables are asked one question, in one place"),
                        noClasses()
                                .that()
                                .resideInAPackage(TOOLS)
                                .should()
                                .dependOnClassesThat(are(resideInAPackage(OURS)).and(not(resideInAPackage(TOOLS))))
                                .because("the tools run where there is no extension"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(TOOLS)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(TOOLS)
                                .because("the extension ships without the tools"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("io.github.phonelatch.password..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.bouncycastle..")
                                .because("where FIPS is asked for, it is not there, and only that package is left out"),
                        slices().matching("io.github.phonelatch.(**)")
                                .should()
                                .beFreeOfCycles()
                                // A main class lists its programs, and they implement what it lists.
                                .ignoreDependency(resideInAPackage(TOOLS), resideInAPackage(TOOLS)),
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("io.github.phonelatch.support..", TOOLS)
                                .should()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(InstantSource.class, "system")
                                .orShould()
                                .callMethod(Clock.class, "systemUTC")
                                .orShould()
                                .callMethod(Clock.class, "systemDefaultZone")
                                .orShould()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("org.keycloak.common.util.Time")
                                .because("time is passed in"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(TOOLS)
                                .should(ACCESS_STANDARD_STREAMS)
                                .orShould()
                                .dependOnClassesThat()
                                .resideInAPackage("java.util.logging..")
                                .because("Keycloak's log is the one an admin reads"),
                        classes()
                                .that()
                                .resideInAPackage(OURS)
                                .and()
                                .areTopLevelClasses()
                                .and()
                                .areNotInterfaces()
                                .should()
                                .haveModifier(JavaModifier.FINAL)
                                .because("nothing here is made to be inherited from"))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check(rule, ours)));
    }

    private static void check(ArchRule rule, JavaClasses ours) {
        rule.allowEmptyShould(true).check(ours);
    }
}
