package dev.tollgate.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowIdTest {

    @Test
    void the_id_of_a_row_is_that_of_the_type_id_specification() {
        assertThat(RowId.of("prefix_01h2xcejqtf2nbrexx3vqjhp41")).hasToString("0188bac7-4afa-78aa-bc3b-bd1eef28d881");
        assertThat(RowId.of("wrk_7zzzzzzzzzzzzzzzzzzzzzzzzz")).hasToString("ffffffff-ffff-ffff-ffff-ffffffffffff");
    }
}
