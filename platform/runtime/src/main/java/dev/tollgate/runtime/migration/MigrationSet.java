package dev.tollgate.runtime.migration;

import java.util.List;

/**
 * The migrations of one owner of tables: {@code V001__….sql} and so on under {@code db/<owner>} on the class path, with
 * a history of its own in the schema {@code <owner>}.
 */
public interface MigrationSet extends MigrationSource {

    /** The schema that it owns. */
    String owner();

    /** Lower ones run first; those with the same order must not need each other. */
    int order();

    @Override
    default List<? extends MigrationSet> sets() {
        return List.of(this);
    }
}
