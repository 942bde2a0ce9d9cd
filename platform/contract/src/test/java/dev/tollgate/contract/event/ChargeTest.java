package dev.tollgate.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ChargeTest {

    private static final Charge.Hold HOLD = new Charge.Hold(1, 7);

    @Test
    void a_charge_or_quantity_is_not_below_zero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Charge("rest.read", -1, 0, "1", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Charge("rest.read", 1, -20, "1", HOLD));
    }

    @Test
    void a_charge_above_zero_is_held_somewhere() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Charge("rest.read", 1, 20, "1", null));
        assertThat(new Charge("rest.read", 1, 0, "1", null).hold()).isNull();
    }

    @Test
    void a_call_that_used_nothing_is_free_and_has_no_hold() {
        var held = new Charge("rest.write", 3, 300, "1", HOLD);

        assertThat(held.used(0, 0)).isEqualTo(new Charge("rest.write", 0, 0, "1", null));
        assertThat(held.used(1, 100)).isEqualTo(new Charge("rest.write", 1, 100, "1", HOLD));
    }
}
