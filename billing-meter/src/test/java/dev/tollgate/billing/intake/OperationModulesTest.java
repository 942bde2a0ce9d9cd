package dev.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which module usage is summed under. */
class OperationModulesTest {

    private static final ProductModule INTEGRATIONS = new ProductModule() {
        @Override
        public String key() {
            return "integrations";
        }

        @Override
        public String title() {
            return "Integrations";
        }

        @Override
        public List<Operation<?, ?>> operations() {
            return List.of();
        }

        @Override
        public List<String> chargedBesides() {
            return List.of("deliver_webhook");
        }
    };

    @Test
    void work_that_no_call_asks_for_is_summed_under_the_module_that_names_it() {
        var modules = new OperationModules(List.of(INTEGRATIONS));

        assertThat(modules.of("deliver_webhook")).isEqualTo("integrations");
        assertThat(modules.of("forgotten_operation")).isEqualTo("other");
    }
}
