package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of statements that read records by their keys, external IDs or names. */
class KeyPlansTest extends ReadPlans {

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_is_read_by_its_key_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table());

        var one = plan(sql.get, 2);
        var some = plan(sql.some, 2);

        assertWalled(one, subject);
        assertWalled(some, subject);
        assertThat(one).anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1) AND (id = $2))"));
        assertThat(some).anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1) AND (id = ANY ($2)))"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_is_found_by_its_external_ids_in_their_index(Subject subject) {
        var sql = new TableSql(subject.table());

        var updated = subject.table().updateMapping != null;
        for (var statement : updated ? List.of(sql.byExternalIds, sql.lockByExternalIds) : List.of(sql.byExternalIds)) {
            assertThat(explained(statement, 3))
                    .anyMatch(line -> line.contains("Index Scan using " + simpleName(subject) + "_external_key"));
        }
    }

    @Test
    void names_are_read_from_an_index_behind_the_walls() {
        var targets = referred();

        var byId = plan(RecordNames.byId(targets), 1 + targets.size());
        var byName = plan(RecordNames.byName(targets), 1 + targets.size());
        var newest = plan(RecordNames.newest(targets), 1);

        for (var plan : List.of(byId, byName, newest)) {
            assertThat(plan.subList(0, 3)).containsExactly("Nested Loop", "  ->  Result", "  ->  Append");
            assertThat(plan)
                    .noneMatch(line -> line.contains("Seq Scan"))
                    .filteredOn(line -> line.contains("One-Time Filter: ((set_config('tollgate.walls'::text, $"))
                    .hasSameSizeAs(targets);
        }
        assertThat(byName)
                .filteredOn(line -> line.contains("Index Cond: ((workspace_id = $1) AND ("))
                .hasSameSizeAs(targets);
    }

    /** Everything with a name that a column of any table refers to. */
    private static List<ReferenceTarget> referred() {
        return resources()
                .flatMap(subject -> subject.table().references.stream())
                .map(ReferenceColumn::target)
                .filter(target -> target.name() != null)
                .distinct()
                .toList();
    }
}
