package dev.tollgate.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** Texts of an INSERT of one row and of several. */
class InsertSqlTest {

    private static final InsertSql VALUES =
            InsertSql.ofValues("INSERT INTO a.b (x, y)", 2).onConflict("DO NOTHING");

    @Test
    void values_are_repeated_with_parameters_of_their_own() {
        assertThat(VALUES.sql()).isEqualTo("INSERT INTO a.b (x, y)\nVALUES ($1, $2)\nON CONFLICT DO NOTHING");
        assertThat(VALUES.sql(3, 10))
                .isEqualTo("INSERT INTO a.b (x, y)\nVALUES ($11, $12), ($13, $14), ($15, $16)\nON CONFLICT DO NOTHING");
    }

    @Test
    void queries_are_repeated_as_a_union_that_keeps_their_order() {
        var insert = InsertSql.ofQuery("INSERT INTO a.b (x)", 2, "SELECT $1::int WHERE a.ok($2)");

        assertThat(insert.sql()).isEqualTo("INSERT INTO a.b (x)\n(SELECT $1::int WHERE a.ok($2))");
        assertThat(insert.sql(2, 0))
                .isEqualTo("INSERT INTO a.b (x)\n(SELECT $1::int WHERE a.ok($2))\nUNION ALL "
                        + "(SELECT $3::int WHERE a.ok($4))");
    }

    @Test
    void a_row_has_an_argument_for_each_parameter() {
        assertThatThrownBy(() -> VALUES.row(Tuple.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 arguments for 2 parameters");
    }
}
