package dev.tollgate.modules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.records.ModuleProvider;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tollgate.modules", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

    @ArchTest
    static final ArchRule MODULES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.tollgate.modules.(*)..").should().notDependOnEachOther();

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

    @Test
    void the_modules_of_this_artifact_are_found() {
        var modules = ModuleProvider.all();

        assertThat(modules).extracting(ProductModule::key).containsExactly("activity", "tasks", "crm");
        assertThat(modules).allMatch(ProductModule::switchable);
    }
}
