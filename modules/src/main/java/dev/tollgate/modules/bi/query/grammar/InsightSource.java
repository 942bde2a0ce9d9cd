package dev.tollgate.modules.bi.query.grammar;

import java.util.List;

/** What a query counts. */
public sealed interface InsightSource {

    /**
     * Events of these names.
     *
     * @param names empty for all events
     */
    record Events(List<String> names) implements InsightSource {
        public Events {
            names = List.copyOf(names);
        }
    }

    /**
     * Records of a kind.
     *
     * @param name with the module, such as {@code crm.deal}
     */
    record Records(String name) implements InsightSource {}

    /**
     * The rows of a dataset.
     *
     * @param id of a dataset
     */
    record Dataset(String id) implements InsightSource {}
}
