package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.simulation.BrokenRules.Broken;
import dev.tollgate.money.redis.FunctionLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation sees each of these rules broken: in a statement or a condition of the product's classes, which are
 * loaded once more for it, or in the functions of Redis.
 */
@Tag("beyond-jdk") // some minutes
class SimulationMutationsTest {

    /** A broken rule shows long before. */
    private static final int SEEDS = 16;

    @BeforeAll
    static void prepare() {
        new BillingBench().close(); // the database that the benches of all class loaders copy
    }

    static Stream<Broken> rules() {
        return BrokenRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_broken_rule_is_seen(Broken broken) throws ReflectiveOperationException {
        var mutation = broken.mutation();
        var library = FunctionLibrary.source();
        var found = switch (mutation) {
            case ProductMutation.Function function ->
                new SimulatedSeeds(function.applied(library), broken.mode(), SEEDS).get();
            case ProductMutation.Text _, ProductMutation.Condition _ -> in(mutation, broken.mode(), library);
        };

        assertThat(found).as(mutation.rule()).isNotNull();
    }

    @Test
    void the_page_of_money_lists_every_mutation() throws IOException {
        var page = Files.readString(Path.of("../docs/money.md"));

        assertThat(rules().map(broken -> "| " + broken.mutation().rule().replaceFirst(": ", " | ") + " | simulation |"))
                .allSatisfy(line -> assertThat(page).contains(line));
    }

    private static String in(ProductMutation mutation, int mode, String library) throws ReflectiveOperationException {
        var classes = new MutantClasses(mutation);
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            var seeds = (Supplier<?>) classes.loadClass(SimulatedSeeds.class.getName())
                    .getConstructor(String.class, int.class, int.class)
                    .newInstance(library, mode, SEEDS);
            var found = (String) seeds.get();
            assertThat(classes.isMutated()).as("the mutation is in the classes").isTrue();
            return found;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
