package dev.tollgate.modules.bi.cell;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes what {@link CellEncoder} has encoded. */
final class CellDecoder {

    private final ByteBuffer in;

    CellDecoder(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    HourCube cube() {
        var cube = new HourCube();
        cube.all.add(slice());
        for (long dimensions = number(); dimensions > 0; dimensions--) {
            var dimension = new HourCube.Dimension();
            cube.dimensions.put(text(), dimension);
            dimension.exceeded = number() == 1;
            for (long values = number(); values > 0; values--) {
                var value = number() == 1 ? Optional.of(text()) : Optional.<String>empty();
                dimension.values.put(value, slice());
            }
        }
        return cube;
    }

    private CellSlice slice() {
        var slice = new CellSlice();
        slice.events = number();
        for (long measures = number(); measures > 0; measures--) {
            slice.measures.put(text(), totals());
        }
        return slice;
    }

    private MeasureTotals totals() {
        long seen = number();
        long count = number();
        return count == 0
                ? new MeasureTotals(seen, 0, BigDecimal.ZERO, null, null)
                : new MeasureTotals(seen, count, decimal(), decimal(), decimal());
    }

    private BigDecimal decimal() {
        int scale = Math.toIntExact(signed());
        return new BigDecimal(new BigInteger(bytes()), scale);
    }

    private String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        var bytes = new byte[Math.toIntExact(number())];
        in.get(bytes);
        return bytes;
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            long next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
