package dev.tollgate.modules.bi.cell;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encodes cubes and cells as bytes that {@link CellDecoder} decodes: numbers of variable length, texts in UTF-8. */
final class CellEncoder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] bytes(HourCube cube) {
        var encoder = new CellEncoder();
        encoder.cube(cube);
        return encoder.bytes();
    }

    private void cube(HourCube cube) {
        slice(cube.all);
        number(cube.dimensions.size());
        cube.dimensions.forEach((name, dimension) -> {
            text(name);
            number(dimension.exceeded ? 1 : 0);
            number(dimension.values.size());
            dimension.values.forEach(this::value);
        });
    }

    private void value(Optional<String> value, CellSlice slice) {
        number(value.isPresent() ? 1 : 0);
        value.ifPresent(this::text);
        slice(slice);
    }

    private void slice(CellSlice slice) {
        number(slice.events);
        number(slice.measures.size());
        for (Map.Entry<String, MeasureTotals> measure : slice.measures.entrySet()) {
            var totals = measure.getValue();
            text(measure.getKey());
            number(totals.seen());
            number(totals.count());
            if (totals.count() > 0) {
                decimal(totals.sum());
                decimal(totals.min());
                decimal(totals.max());
            }
        }
    }

    private void decimal(@Nullable BigDecimal value) {
        var known = value == null ? BigDecimal.ZERO : value;
        signed(known.scale());
        bytes(known.unscaledValue().toByteArray());
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    /** A number that may be negative. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
