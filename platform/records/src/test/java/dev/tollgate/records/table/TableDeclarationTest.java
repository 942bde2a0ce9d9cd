package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.Notes.Note;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An input that does not fit its table stops the start. */
class TableDeclarationTest {

    public record Unknown(String titel) {}

    public record OtherType(long title) {}

    public record NoPatch(String title) {}

    public record OtherPatch(Patch<Long> title) {}

    public record WithOption(Patch<String> title, @Nullable Boolean loudly) {}

    private final TableDeclaration<Note> notes = TableDeclaration.of(Note.class, "notes.note");

    @Test
    void a_field_that_is_no_column_is_refused() {
        assertThatThrownBy(() -> notes.createdBy(Unknown.class)).hasMessageContaining("titel");
        assertThatThrownBy(() -> notes.listedBy(Unknown.class)).hasMessageContaining("titel");
    }

    @Test
    void a_field_of_another_type_is_refused() {
        assertThatThrownBy(() -> notes.createdBy(OtherType.class)).hasMessageContaining("title");
        assertThatThrownBy(() -> notes.changedBy(OtherPatch.class)).hasMessageContaining("title");
    }

    @Test
    void a_change_without_a_patch_is_refused() {
        assertThatThrownBy(() -> notes.changedBy(NoPatch.class)).hasMessageContaining("no patch");
    }

    @Test
    void an_option_of_a_change_is_named() {
        assertThatThrownBy(() -> notes.changedBy(WithOption.class)).hasMessageContaining("loudly");
        assertThatCode(() -> notes.apart("loudly").changedBy(WithOption.class)).doesNotThrowAnyException();
    }

    @Test
    void a_list_goes_by_whole_numbers_only() {
        assertThatThrownBy(() -> notes.inOrderOf("title")).hasMessageContaining("title");
    }

    @Test
    void a_list_is_sorted_by_what_has_an_order_only() {
        assertThatThrownBy(() -> notes.sortedBy("tags")).hasMessageContaining("tags");
    }

    @Test
    void events_of_changes_are_declared_with_the_record_as_their_data() {
        assertThat(notes.announcedBy((_, _) -> null, "set_aside").events())
                .containsExactly(new EventDeclaration("note.set_aside", "Note: set aside.", Note.class, null));
    }

    @Test
    void a_column_that_is_not_there_is_refused_wherever_it_is_named() {
        var wrongs = List.<Supplier<?>>of(
                () -> notes.startingWith("colour", "red"),
                () -> notes.startingAt("colour"),
                () -> notes.inOrderOf("colour"),
                () -> notes.column("colour", String.class));

        for (var wrong : wrongs) {
            assertThatThrownBy(wrong::get).hasMessageContaining("colour");
        }
    }

    @Test
    void a_column_of_another_type_is_refused() {
        assertThatThrownBy(() -> notes.column("title", Instant.class)).hasMessageContaining("title holds no Instant");
        assertThatThrownBy(() -> notes.column("pinned", Boolean.class)).hasMessageContaining("pinned");
    }
}
