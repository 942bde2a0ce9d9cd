package dev.tollgate.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts of an INSERT of several rows. */
class RepeatedInsertTest {

    @Test
    void values_are_repeated_with_parameters_of_their_own() {
        var insert = RepeatedInsert.of("INSERT INTO a.b (x, y) VALUES ($1, $2::jsonb) ON CONFLICT DO NOTHING");

        assertThat(insert).isNotNull();
        assertThat(insert.text(3, 10, 2))
                .isEqualTo("INSERT INTO a.b (x, y) VALUES ($11, $12::jsonb), ($13, $14::jsonb), ($15, $16::jsonb)"
                        + " ON CONFLICT DO NOTHING");
    }

    @Test
    void queries_are_repeated_as_a_union_that_keeps_their_order() {
        var insert = RepeatedInsert.of("INSERT INTO a.b (x)\nSELECT $1::int WHERE a.ok($2)\n");

        assertThat(insert).isNotNull();
        assertThat(insert.text(2, 0, 2))
                .isEqualTo("INSERT INTO a.b (x)\n(SELECT $1::int WHERE a.ok($2)\n)\nUNION ALL "
                        + "(SELECT $3::int WHERE a.ok($4)\n)");
    }

    @Test
    void an_insert_of_another_form_is_not_repeated() {
        assertThat(RepeatedInsert.of("INSERT INTO a (x) VALUES (now())")).isNull();
        assertThat(RepeatedInsert.of("INSERT INTO a (x) VALUES ($1) RETURNING x"))
                .isNull();
        assertThat(RepeatedInsert.of("INSERT INTO a DEFAULT VALUES")).isNull();
        assertThat(RepeatedInsert.of("UPDATE a SET x = $1")).isNull();
    }
}
