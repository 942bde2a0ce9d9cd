package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.SharedStatement;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements of creates that come together, for all resources of all modules, as PostgreSQL plans them. */
class SharedCreatesTest extends ReadPlans {

    private static final int CREATES = 2;

    @ParameterizedTest
    @MethodSource("resources")
    void creates_that_come_together_are_one_statement(Subject subject) {
        var columns = subject.table().shape.columns().size();
        var row = new TableSql(subject.table()).insert.row(Tuple.wrap(Collections.nCopies(columns, (Object) null)));

        var plan = explained(SharedStatement.text(row, CREATES), CREATES * columns);

        assertThat(plan)
                .filteredOn(line -> line.contains("Insert on " + simpleName(subject)))
                .hasSize(1);
    }
}
