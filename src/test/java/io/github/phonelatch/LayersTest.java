package io.github.phonelatch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.support.KeycloakStore;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;

/** What may know what. */
class LayersTest {
    private static final String OURS = "io.github.phonelatch..";
    private static final String TOOLS = "io.github.phonelatch.tools..";
    private static final String GATEWAY = "io.github.phonelatch.gateway";
    private static final String HTTP = "io.github.phonelatch.gateway.http..";
    private static final String ENGAGELAB = "io.github.phonelatch.gateway.engagelab..";
    private static final String[] ENTRY_POINTS = {
        "io.github.phonelatch.action..",
        "io.github.phonelatch.anonymous..",
        "io.github.phonelatch.authenticator..",
        "io.github.phonelatch.credential..",
        "io.github.phonelatch.token..",
        "io.github.phonelatch.event..",
        "io.github.phonelatch.password..",
        "io.github.phonelatch.registration..",
        "io.github.phonelatch.rest.."
    };

    private static final String[] FLOWS = {
        "io.github.phonelatch.action..", "io.github.phonelatch.anonymous..", "io.github.phonelatch.authenticator.."
    };
    private static final String CODE_SUCCESS = "io.github.phonelatch.authenticator.CodeSuccess";

    @TestFactory
    Stream<DynamicTest> dependenciesPointInward() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.phonelatch");
        return Stream.of(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(HTTP)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("okhttp3..", "okio..", "dev.failsafe..")
                                .because("how a provider is called is the affair of one package"),
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(HTTP, "java.net..", "com.fasterxml.jackson..")
                                .because("a provider need not be called over HTTP"),
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(HTTP, ENGAGELAB)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(HTTP)
                                .because("the core knows a provider by its interface alone"),
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
                                .because(
                                        "Keycloak finds the provider, and nobody else knows which one it is, gateway.http"
                                                + " included"),
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
                        noClasses()
                                .that(are(not(name(CODE_SUCCESS))
                                        // Only chooses the account, or comes by a link that Keycloak checked.
                                        .and(not(name("io.github.phonelatch.anonymous.ResetChooseUser")))
                                        // Signs in by a password too, which Keycloak compares.
                                        .and(not(name("io.github.phonelatch.anonymous.PhoneLoginAuthenticator")))))
                                .should()
                                .accessTargetWhere(succeeds(AuthenticationFlowContext.class))
                                .because("a code ends a step only with a consumed challenge in hand"),
                        noClasses()
                                .that(are(not(name("io.github.phonelatch.action.ActionSuccess"))))
                                .should()
                                .accessTargetWhere(succeeds(RequiredActionContext.class))
                                .because("the required action ends only with a consumed challenge in hand"),
                        noClasses()
                                .that(are(not(name(CodeRequests.class.getName()))))
                                .should()
                                .callConstructorWhere(makes(CodeRequest.class))
                                .because("purpose and requester are decided in one place"),
                        noClasses()
                                .that(are(not(name(KeycloakStore.class.getName()))))
                                .should()
                                .callConstructorWhere(makes(KeycloakStore.class))
                                .because("one place says which store is used"),
                        noClasses()
                                .that()
                                .resideInAnyPackage(FLOWS)
                                .and()
                                .haveSimpleNameNotEndingWith("Factory")
                                .should()
                                .dependOnClassesThat(
                                        are(resideInAnyPackage(FLOWS)).and(nameEndingWith("Factory")))
                                .because(
                                        "a step is known by its id in PhoneSteps, and Keycloak alone asks its factory"),
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

    /** What somebody else needs to write a provider and to test it. */
    @Test
    void contractForProviders_needsNothingButTheGatewayAndTestLibraries() {
        JavaClasses contract = new ClassFileImporter()
                .importPackages("io.github.phonelatch.gateway.contract", "io.github.phonelatch.codefile");
        classes()
                .that()
                .resideInAPackage("io.github.phonelatch.gateway.contract")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        GATEWAY,
                        "io.github.phonelatch.gateway.contract",
                        "java..",
                        "org.junit.jupiter..",
                        "org.assertj..")
                .check(contract);
        noClasses()
                .that()
                .resideInAPackage("io.github.phonelatch.codefile")
                .and()
                .haveSimpleNameNotEndingWith("Test")
                .should()
                .dependOnClassesThat(are(resideInAPackage(OURS))
                        .and(not(resideInAnyPackage(GATEWAY, "io.github.phonelatch.codefile"))))
                .check(contract);
    }

    private static DescribedPredicate<JavaAccess<?>> succeeds(Class<?> context) {
        return DescribedPredicate.describe(
                "calls success of " + context.getSimpleName(),
                call -> call.getName().equals("success")
                        && call.getTargetOwner().isAssignableTo(context));
    }

    private static DescribedPredicate<JavaConstructorCall> makes(Class<?> made) {
        return DescribedPredicate.describe(
                "makes " + made.getSimpleName(), call -> call.getTargetOwner().isEquivalentTo(made));
    }

    private static void check(ArchRule rule, JavaClasses ours) {
        rule.allowEmptyShould(true).check(ours);
    }
}
