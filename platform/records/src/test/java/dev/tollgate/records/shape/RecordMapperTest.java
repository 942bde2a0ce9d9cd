package dev.tollgate.records.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMapperTest {

    public record Stored(String name, @Nullable String note, List<String> tags, long version) {}

    public record Shown(
            long version,
            String name,
            String secret,
            List<String> tags,
            @Nullable String note) {}

    public record Numbered(int version) {}

    public record Listed(List<Long> tags) {}

    private static final Stored STORED = new Stored("ada", "first", List.of("a"), 7);

    @Test
    void components_go_by_name_wherever_they_are() {
        var mapper = new RecordMapper<>(Stored.class, Shown.class);
        Column<Shown, String> secret = mapper.column("secret", String.class);

        var shown = mapper.from(STORED).set(secret, "hush").done();

        assertThat(shown).isEqualTo(new Shown(7, "ada", "hush", List.of("a"), "first"));
    }

    @Test
    void what_is_set_comes_before_what_was_read() {
        var copies = new RecordMapper<>(Stored.class, Stored.class);
        Column<Stored, String> note = copies.column("note", String.class);
        Column<Stored, Long> version = copies.column("version", long.class);
        Column<Stored, List<String>> tags = copies.column("tags", List.class);

        var copy = copies.from(STORED)
                .set(note, null)
                .set(version, 8L)
                .setIfPresent(tags, null)
                .done();

        assertThat(copy).isEqualTo(new Stored("ada", null, List.of("a"), 8));
    }

    @Test
    void a_column_is_one_of_the_target_and_of_its_type() {
        var mapper = new RecordMapper<>(Stored.class, Shown.class);

        assertThatThrownBy(() -> mapper.column("password", String.class)).hasMessageContaining("password");
        assertThatThrownBy(() -> mapper.column("secret", Long.class)).hasMessageContaining("secret holds no Long");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the compiler refuses otherwise
    void a_column_of_another_record_is_refused() {
        Column another = new RecordMapper<>(Stored.class, Stored.class).column("name", String.class);
        var copy = new RecordMapper<>(Stored.class, Shown.class).from(STORED);

        assertThatThrownBy(() -> copy.set(another, "ada")).hasMessageContaining("Stored");
    }

    @Test
    void a_component_of_another_type_is_found_before_anything_is_mapped() {
        assertThatThrownBy(() -> {
                    var _ = new RecordMapper<>(Stored.class, Numbered.class);
                })
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> {
                    var _ = new RecordMapper<>(Stored.class, Listed.class);
                })
                .isInstanceOf(IllegalArgumentException.class);
    }
}
