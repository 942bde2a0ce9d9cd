package dev.tollgate.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/** The picture in ARCHITECTURE.md, held against every class of the product at once. */
@AnalyzeClasses(packages = "dev.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CONTRACT = "dev.tollgate.contract..";
    private static final String RUNTIME = "dev.tollgate.runtime..";
    private static final String BLOBS = "dev.tollgate.blobs..";
    private static final String MONEY = "dev.tollgate.money..";
    private static final String RECORDS = "dev.tollgate.records..";
    private static final String MODULES = "dev.tollgate.modules..";
    private static final String BILLING = "dev.tollgate.billing..";
    private static final String WEBHOOKS = "dev.tollgate.webhooks..";
    private static final String GATEWAY = "dev.tollgate.gateway..";
    private static final String EMBEDDED = "dev.tollgate.embedded..";
    private static final String STANDALONE = "dev.tollgate.standalone..";

    /** What modules share; it knows none of them. */
    private static final String[] SHARED_BY_MODULES = {"dev.tollgate.modules.tracked.."};

    @ArchTest
    static final ArchRule THE_CONTRACT_KNOWS_NOBODY = classes()
            .that()
            .resideInAPackage(CONTRACT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CONTRACT, "java..", "io.vertx.core..", "org.jspecify..")
                    .as("live in the contract, the JDK or vertx-core"));

    @ArchTest
    static final ArchRule THE_RUNTIME_KNOWS_THE_CONTRACT_ONLY =
            nobodyIn(RUNTIME).knows(BLOBS, MONEY, RECORDS, MODULES, BILLING, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule MONEY_KNOWS_RUNTIME_AND_CONTRACT =
            nobodyIn(MONEY).knows(BLOBS, RECORDS, MODULES, BILLING, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule BLOBS_KNOW_RUNTIME_AND_CONTRACT =
            nobodyIn(BLOBS).knows(MONEY, RECORDS, MODULES, BILLING, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule BLOBS_ARE_BYTES_WITHOUT_A_DATABASE = noClasses()
            .that()
            .resideInAPackage(BLOBS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tollgate.runtime.postgres..",
                    "dev.tollgate.runtime.migration..",
                    "io.vertx.sqlclient..",
                    "io.vertx.core.http..");

    @ArchTest
    static final ArchRule RECORDS_KNOW_MONEY_BLOBS_RUNTIME_AND_CONTRACT =
            nobodyIn(RECORDS).knows(MODULES, BILLING, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule MODULES_KNOW_NO_OTHER_PART =
            nobodyIn(MODULES).knows(BILLING, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule BILLING_KNOWS_NO_OTHER_PART =
            nobodyIn(BILLING).knows(MODULES, WEBHOOKS, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule WEBHOOKS_KNOW_NO_OTHER_PART =
            nobodyIn(WEBHOOKS).knows(MODULES, BILLING, GATEWAY, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule THE_GATEWAY_KNOWS_NO_OTHER_PART =
            nobodyIn(GATEWAY).knows(MODULES, BILLING, WEBHOOKS, EMBEDDED, STANDALONE);

    @ArchTest
    static final ArchRule EMBEDDED_IS_A_LEAF = nobodyIn(EMBEDDED)
            .knows(CONTRACT, RUNTIME, BLOBS, MONEY, RECORDS, MODULES, BILLING, WEBHOOKS, GATEWAY, STANDALONE);

    @ArchTest
    static final ArchRule MODULES_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.tollgate.modules.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED_BY_MODULES));

    @ArchTest
    static final ArchRule READERS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "dev.tollgate.gateway.(rest|mcp|openapi|console)..")
            .should()
            .notDependOnEachOther();

    /** The console sees the product by the catalogue and the pipeline, as any reader does. */
    @ArchTest
    static final ArchRule THE_CONSOLE_KNOWS_NO_OPERATION_AND_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.gateway.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tollgate.gateway.control..",
                    "dev.tollgate.gateway.workspace..",
                    "dev.tollgate.runtime.postgres..",
                    "dev.tollgate.runtime.migration..",
                    "dev.tollgate.money.hold..",
                    "dev.tollgate.money.copy..",
                    "dev.tollgate.money.redis..",
                    "io.vertx.sqlclient..");

    /** Redis is where sessions are, and nothing else of the console. */
    @ArchTest
    static final ArchRule ONLY_SESSIONS_KNOW_REDIS = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.gateway.console..")
            .and()
            .resideOutsideOfPackage("dev.tollgate.gateway.console.session..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.redis..");

    @ArchTest
    static final ArchRule THE_PIPELINE_KNOWS_NO_PROTOCOL_AND_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.gateway.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tollgate.gateway.rest..",
                    "dev.tollgate.gateway.mcp..",
                    "dev.tollgate.runtime.postgres..",
                    "dev.tollgate.runtime.migration..",
                    "io.vertx.core.http..",
                    "io.vertx.sqlclient..");

    @ArchTest
    static final ArchRule MODULES_SPEAK_NO_HTTP = noClasses()
            .that()
            .resideInAPackage(MODULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http..");

    @ArchTest
    static final ArchRule NO_PART_HAS_CYCLES =
            slices().matching("dev.tollgate.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_PACKAGES_HAVE_CYCLES =
            slices().matching("dev.tollgate.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule TIME_IS_PASSED_IN = noClasses()
            .that()
            .resideOutsideOfPackages(EMBEDDED, STANDALONE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule NOBODY_BLOCKS = noClasses()
            .that()
            .resideOutsideOfPackages(EMBEDDED, STANDALONE)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Future.class, "await");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Base|Common|Processor|Data|Info)")
            .orShould()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..helpers..", "..impl..", "..dto..", "..model..");

    @ArchTest
    static final ArchRule SIMPLE_NAMES_ARE_UNIQUE =
            classes().that().areTopLevelClasses().should(haveNamesOfTheirOwn());

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes().should(liveInNullMarkedPackages());

    private record Part(String packages) {
        ArchRule knows(String... others) {
            return noClasses()
                    .that()
                    .resideInAPackage(packages)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others);
        }
    }

    private static Part nobodyIn(String packages) {
        return new Part(packages);
    }

    private static ArchCondition<JavaClass> haveNamesOfTheirOwn() {
        return new ArchCondition<>("have a simple name that no other class has") {
            private final Map<String, JavaClass> byName = new HashMap<>();

            @Override
            public void init(Collection<JavaClass> types) {
                byName.clear();
                types.forEach(type -> byName.putIfAbsent(type.getSimpleName(), type));
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var first = Objects.requireNonNull(byName.get(type.getSimpleName()));
                if (!first.equals(type) && !type.getSimpleName().equals("package-info")) {
                    events.add(SimpleConditionEvent.violated(
                            type, first.getName() + " and " + type.getName() + " have the same simple name"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInNullMarkedPackages() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
