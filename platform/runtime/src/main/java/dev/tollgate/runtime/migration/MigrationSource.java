package dev.tollgate.runtime.migration;

import java.util.List;

/** The migration sets of one artifact, found by {@link java.util.ServiceLoader}. */
public interface MigrationSource {

    List<? extends MigrationSet> sets();
}
