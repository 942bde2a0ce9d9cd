package dev.tollgate.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

@AnalyzeClasses(packages = "dev.tollgate.loadtest", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("dev.tollgate.loadtest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_package_knows_the_command_line = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.loadtest.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tollgate.loadtest");

    @ArchTest
    static final ArchRule what_the_benches_share_knows_no_bench = noClasses()
            .that()
            .resideInAnyPackage(shared())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(benches());

    private static String[] shared() {
        return packages("run", "environment", "load", "client", "report");
    }

    private static String[] benches() {
        return packages(
                "scenario",
                "gates",
                "webhooks",
                "mcp",
                "agents",
                "hostile",
                "modules",
                "console",
                "overload",
                "growth",
                "fault");
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names)
                .map(name -> "dev.tollgate.loadtest." + name + "..")
                .toArray(String[]::new);
    }
}
