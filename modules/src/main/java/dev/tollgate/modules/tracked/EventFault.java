package dev.tollgate.modules.tracked;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What is wrong with an event. It has no value of the event. */
public record EventFault(
        @JsonPropertyDescription("The faulty field, such as properties.amount.")
        String path,

        @JsonPropertyDescription(
                "unplanned, missing, type, value, extra, too_old, future, too_many_names, deprecated or"
                        + " suspected_pii.")
        FaultKind kind,

        @JsonPropertyDescription("What it should be.") String expected) {}
