package dev.tollgate.modules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.RecordModule;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tollgate.modules", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

    /** What modules share; it knows none of them. */
    private static final String[] SHARED_BY_MODULES = {"dev.tollgate.modules.tracked.."};

    @ArchTest
    static final ArchRule MODULES_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.tollgate.modules.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED_BY_MODULES));

    @ArchTest
    static final ArchRule MODULES_KNOW_NO_PROTOCOL_MONEY_OR_AUDIT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.core.http..",
                    "io.vertx.ext.web..",
                    "java.net.http..",
                    "dev.tollgate.money..",
                    "dev.tollgate.records.audit..",
                    "dev.tollgate.runtime.kafka..",
                    "io.vertx.redis..",
                    "dev.tollgate.runtime.outbox..");

    @ArchTest
    static void every_module_is_found_and_has_its_key_as_package(JavaClasses classes) {
        var declared = classes.stream()
                .filter(type -> type.isAssignableTo(RecordModule.class))
                .map(JavaClass::getName)
                .toList();
        var found = ModuleProvider.all().stream()
                .filter(RecordModule.class::isInstance)
                .toList();

        assertThat(declared).isNotEmpty();
        assertThat(found).extracting(module -> module.getClass().getName()).hasSameElementsAs(declared);
        assertThat(found)
                .allSatisfy(module -> assertThat(module.getClass().getPackageName())
                        .isEqualTo("dev.tollgate.modules." + module.key()));
    }

    @Test
    void every_module_has_a_key_of_its_own_and_can_be_switched() {
        var modules = ModuleProvider.all();

        assertThat(modules).extracting(ProductModule::key).doesNotHaveDuplicates();
        assertThat(modules).isNotEmpty().allMatch(ProductModule::switchable);
    }
}
