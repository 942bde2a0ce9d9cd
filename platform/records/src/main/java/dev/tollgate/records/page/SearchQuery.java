package dev.tollgate.records.page;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** An input that lists records and also finds them by the words of their text. */
public interface SearchQuery extends ListQuery {

    /** The most characters of a query. */
    int QUERY_CHARS_MAX = 256;

    @JsonPropertyDescription(
            "Words, or beginnings of words, that must all occur in the record's text. Case is ignored.")
    @Size(max = QUERY_CHARS_MAX) @Nullable String query();
}
