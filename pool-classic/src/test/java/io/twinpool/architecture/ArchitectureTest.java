// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the house and who may enter which; ADRs say why. */
@AnalyzeClasses(locations = MainClasses.class)
final class ArchitectureTest {
    private static final String API = "io.twinpool";
    private static final String SEAM = "io.twinpool.worker";
    private static final String CORE = "io.twinpool.core";
    private static final String ENGINE = "io.twinpool.core.engine";
    private static final String THREAD = "io.twinpool.core.thread";
    private static final String REMOTE = "io.twinpool.core.remote";
    private static final String PROCESS = "io.twinpool.core.process";
    private static final String FUTURES = "io.twinpool.futures";
    private static final String CLASSIC = "io.twinpool.classic";
    private static final String[] FOUNDATION = {
        "java..", "javax.management..", "jdk.jfr..", "com.sun.management..", "org.jspecify.annotations"
    };

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages)
                .or(resideInAnyPackage(FOUNDATION))
                .or(DescribedPredicate.describe(
                        "arrays of primitives",
                        type -> type.getBaseComponentType().isPrimitive()));
    }

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.twinpool.(**)")
            .should()
            .beFreeOfCycles()
            .because("a room that cannot be understood alone is no room");

    @ArchTest
    static final ArchRule facadesSeeOnlyWhatIsPublicOfTheEngine = classes()
            .that()
            .resideInAnyPackage(FUTURES, CLASSIC)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM, CORE, FUTURES, CLASSIC)
                    .or(resideInAPackage(ENGINE)
                            .and(modifier(JavaModifier.PUBLIC))
                            .as("public types of the engine")))
            .because("facades translate idioms: they have no queue, thread or worker of their own");

    @ArchTest
    static final ArchRule facadesDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(FUTURES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLASSIC)
            .because("users take one facade without the other");

    @ArchTest
    static final ArchRule classicDoesNotKnowFutures = noClasses()
            .that()
            .resideInAPackage(CLASSIC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FUTURES)
            .because("users take one facade without the other");

    @ArchTest
    static final ArchRule theEngineKnowsNoKindOfWorker = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM, ENGINE))
            .because("a new kind of worker touches one place: its factory");

    @ArchTest
    static final ArchRule threadsKnowTheSeamAlone = classes()
            .that()
            .resideInAPackage(THREAD)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM, THREAD))
            .because("a kind that knew the engine could not be replaced, nor tested alone");

    @ArchTest
    static final ArchRule whatRunsInTheChildKnowsTheApiAlone = classes()
            .that()
            .resideInAPackage(REMOTE)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM, REMOTE))
            .because("the child loads as few classes as it can, and a cluster node will speak the same words");

    @ArchTest
    static final ArchRule processesKnowTheSeamAndTheConversation = classes()
            .that()
            .resideInAPackage(PROCESS)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM, REMOTE, PROCESS))
            .because("starting a JVM is one thing, talking to it another, and the engine is neither's business");

    @ArchTest
    static final ArchRule theApiKnowsNothingElse = classes()
            .that()
            .resideInAnyPackage(API, SEAM)
            .should()
            .onlyDependOnClassesThat(in(API, SEAM))
            .because("it is what every user and every child JVM loads");

    @ArchTest
    static final ArchRule nothingOutsideTheJdkIsNeeded = classes()
            .should()
            .onlyDependOnClassesThat(in("io.twinpool.."))
            .because("a library without runtime dependencies conflicts with nobody's");

    @ArchTest
    static final ArchRule standardStreamsAreTheHosts = noClasses()
            .that(not(DescribedPredicate.describe(
                    "copy the output of forked JVMs, or speak when the log has been closed",
                    type -> type.getName().startsWith(PROCESS + ".ForkedJvm")
                            || type.getName().equals("io.twinpool.worker.PoolLog"))))
            .should(ACCESS_STANDARD_STREAMS)
            .because("a library says what it has to say through System.Logger");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "TimeUnit.sleep",
                    call -> call.getTarget().getFullName().startsWith("java.util.concurrent.TimeUnit.sleep")))
            .because("timers decide nothing that an event can decide");

    @ArchTest
    static final ArchRule nobodyLogsPastSystemLogger =
            NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.because("the host chooses its logging; System.Logger goes there");

    /** A type that becomes public here is a promise, so it is added to this list on purpose. */
    @ArchTest
    static void publicTypesAreExactlyThese(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(PublicTypes.names());
    }
}
