package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.console.place.IdPlaces;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Tone;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lists with columns of their own say, and which lists have them. */
class CellValuesTest {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-02T11:00:00Z,expires in less than a day",
        "2026-11-03T11:00:00Z,expires in a day",
        "2026-11-08T11:00:00Z,expires in 6 days"
    })
    void a_credential_that_ends_soon_says_so_in_place_of_being_active(String end, String words) {
        var key = json("{\"status\": \"active\", \"expires_at\": \"" + end + "\"}");

        assertThat(cells().credentialStatus(key)).isEqualTo(new ShownValue.Status(words, Tone.WARNING));
    }

    @Test
    void a_credential_that_ends_later_or_was_revoked_shows_its_status() {
        assertThat(cells().credentialStatus(json("{\"status\": \"active\", \"expires_at\": \"2027-01-01T00:00:00Z\"}")))
                .isEqualTo(new ShownValue.Status("active", Tone.GOOD));
        assertThat(cells().credentialStatus(
                                json("{\"status\": \"revoked\", \"expires_at\": \"2026-11-03T00:00:00Z\"}")))
                .isEqualTo(new ShownValue.Status("revoked", Tone.BAD));
    }

    @Test
    void a_budget_says_what_is_left_of_what() {
        var key = json("{\"budget\": {\"micros\": 10000000, \"per\": \"month\", \"remaining_micros\": 2500000}}");
        var spent = json("{\"budget\": {\"micros\": 1000000, \"per\": \"day\", \"remaining_micros\": 0}}");

        assertThat(cells().budget(key))
                .isEqualTo(new ShownValue.Status("$2.50 of $10.00 left this month", Tone.NEUTRAL));
        assertThat(cells().budget(spent)).isEqualTo(new ShownValue.Status("$0.00 of $1.00 left today", Tone.BAD));
        assertThat(cells().budget(json("{}"))).isEqualTo(new ShownValue.Nothing());
    }

    @Test
    void refusals_that_were_counted_together_say_how_many() {
        assertThat(cells().outcome(json("{\"outcome\": \"rate_limited\", \"calls\": 12}")))
                .isEqualTo(new ShownValue.Status("rate limited × 12", Tone.BAD));
        assertThat(cells().outcome(json("{\"outcome\": \"ok\", \"calls\": 1, \"dry_run\": true}")))
                .isEqualTo(new ShownValue.Status("ok, dry run", Tone.GOOD));
    }

    @ParameterizedTest
    @CsvSource({"PT30S,0 minutes", "PT1M,1 minute", "PT3H10M,3 hours", "PT50H,2 days"})
    void a_time_ago_is_told_by_its_largest_unit(Duration ago, String words) {
        assertThat(FormNotes.words(ago)).isEqualTo(words);
    }

    @Test
    void lists_with_columns_of_their_own_are_operations() {
        assertThat(CATALOGUE.faces(Plane.CONTROL).stream()
                        .map(face -> face.operation().name()))
                .containsAll(OwnTables.lists());
    }

    /** No cell here needs a link. */
    @SuppressWarnings("NullAway")
    private static CellValues cells() {
        return new CellValues(new ShownValues(new IdPlaces(new Places(CATALOGUE)), null), NOW);
    }
}
