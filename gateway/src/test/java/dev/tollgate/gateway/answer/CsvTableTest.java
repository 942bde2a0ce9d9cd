package dev.tollgate.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as comma-separated values. */
class CsvTableTest {

    private record Line(@Nullable LocalDate day, @Nullable String firstName, long chargeMicros) {}

    private record Nested(@Nullable Line line, List<String> words, boolean last) {}

    @Test
    void a_header_with_units_comes_first_and_every_line_ends_as_the_rfc_says() {
        var csv = csv(new Line(LocalDate.of(2026, 11, 1), "Ada", 20), new Line(null, null, -3));

        assertThat(csv).isEqualTo("day,first_name,charge_micros\r\n2026-11-01,Ada,20\r\n,,-3\r\n");
    }

    @Test
    void a_table_without_rows_has_its_header() {
        assertThat(csv()).isEqualTo("day,first_name,charge_micros\r\n");
    }

    @Test
    void commas_quotes_and_line_breaks_stay_within_their_cell() {
        var csv = csv(new Line(null, "a,\"b\"\r\nc", 1));

        assertThat(csv).endsWith(",\"a,\"\"b\"\"\r\nc\",1\r\n");
    }

    @Test
    void a_record_in_a_row_has_a_column_per_field_and_a_list_has_none() {
        var rows =
                List.of(new Nested(new Line(null, "Ada", 20), List.of("a"), true), new Nested(null, List.of(), false));

        var csv = whole(CsvTable.of(new Answer.Paged<>(Nested.class), new Page<>(rows, null)));

        assertThat(csv).isEqualTo("line_day,line_first_name,line_charge_micros,last\r\n,Ada,20,true\r\n,,,false\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"})
    void a_text_that_a_spreadsheet_would_run_is_defused(String formula) {
        var csv = csv(new Line(null, formula, 1));

        assertThat(csv).contains('\'' + formula);
    }

    @Test
    void a_text_that_begins_with_a_line_break_is_defused_before_and_behind_it() {
        assertThat(csv(new Line(null, "\r=1", 1))).contains("'\r'=1");
        assertThat(csv(new Line(null, "\n=1", 1))).contains("'\n'=1");
    }

    @Test
    void a_cell_that_a_semicolon_begins_is_no_formula_either() {
        var csv = csv(new Line(null, "a;=1+1;b;-1;@SUM(A1);＝1", 1));

        assertThat(csv).contains("a;'=1+1;b;'-1;'@SUM(A1);'＝1");
    }

    @Test
    void a_line_within_a_text_is_no_formula_for_a_reader_that_takes_quotes_literally() {
        var csv = csv(new Line(null, "a\n=1+1\r\n\t-1\nb", 1));

        assertThat(csv).contains("a\n'=1+1\r\n'\t-1\nb");
    }

    @Test
    void lines_that_end_in_a_semicolon_stay_as_they_are() {
        var csv = csv(new Line(null, "SELECT 1;\nSELECT 2;\n", 1));

        assertThat(csv).contains("SELECT 1;\nSELECT 2;\n");
    }

    @Test
    void a_large_table_comes_in_pieces_that_are_its_lines_in_order() {
        var lines = IntStream.range(0, Tabular.ROWS_MAX)
                .mapToObj(number -> new Line(null, "x".repeat(100), number))
                .toList();

        var pieces = new ArrayList<String>();
        table(lines).forEachRemaining(piece -> pieces.add(piece.toString()));

        assertThat(pieces)
                .hasSizeGreaterThan(10)
                .allSatisfy(piece ->
                        assertThat(piece).endsWith("\r\n").hasSizeLessThan(CsvTable.PIECE_BYTES_MAX + 10 * 120));
        assertThat(String.join("", pieces).lines().skip(1))
                .isEqualTo(lines.stream()
                        .map(line -> "," + line.firstName() + ',' + line.chargeMicros())
                        .toList());
    }

    private static String csv(Line... lines) {
        return whole(table(Arrays.asList(lines)));
    }

    private static CsvTable table(List<Line> lines) {
        return CsvTable.of(new Answer.Paged<>(Line.class), new Page<>(List.copyOf(lines), null));
    }

    private static String whole(CsvTable table) {
        var all = Buffer.buffer();
        table.forEachRemaining(all::appendBuffer);
        return all.toString();
    }
}
